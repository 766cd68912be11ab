package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Where calls go when no endpoint is named, as a proxy on the way is told. */
class EndpointsTest {

    private ServerSocket proxy;
    private CompletableFuture<String> asked;

    @BeforeEach
    void listen() throws IOException {
        proxy = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        asked = CompletableFuture.supplyAsync(this::askedForOnce);
        System.setProperty("https.proxyHost", "127.0.0.1");
        System.setProperty("https.proxyPort", String.valueOf(proxy.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        System.clearProperty("https.proxyHost");
        System.clearProperty("https.proxyPort");
        proxy.close();
    }

    /** The first line of the first request, to which nothing is answered. */
    private String askedForOnce() {
        try (Socket client = proxy.accept()) {
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, sts.us-east-1.amazonaws.com",
        "eu-central-1, sts.eu-central-1.amazonaws.com",
        "us-gov-west-1, sts.us-gov-west-1.amazonaws.com",
        "cn-north-1, sts.cn-north-1.amazonaws.com.cn"
    })
    void sts_is_asked_in_the_region_itself(String region, String host)
            throws ExecutionException, InterruptedException, TimeoutException {
        AwsSettings settings = new AwsSettings(region, false, true, Duration.ofSeconds(5), 1, 1, 1, 1);
        try (Clients clients =
                new Clients(settings, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))) {
            assertThatThrownBy(() -> clients.sts(region).getCallerIdentity()).isInstanceOf(SdkClientException.class);
        }
        assertThat(asked.get(5, TimeUnit.SECONDS)).isEqualTo("CONNECT " + host + ":443 HTTP/1.1");
    }
}
