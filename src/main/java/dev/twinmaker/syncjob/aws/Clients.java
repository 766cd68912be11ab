package dev.twinmaker.syncjob.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.ProxyConfigProvider;

/** One SDK client a region, over one HTTP client. Each call is tried once and has a time limit. */
final class Clients implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 50;

    private final Map<String, IoTTwinMakerClient> byRegion = new ConcurrentHashMap<>();
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final ClientOverrideConfiguration configuration;

    Clients(AwsSettings settings, AwsCredentialsProvider credentials) {
        this.credentials = credentials;
        this.http = Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(settings.callTimeout())
                .connectionAcquisitionTimeout(settings.callTimeout())
                .maxConnections(CONNECTIONS)
                .proxyConfiguration(proxy())
                .build();
        this.configuration = ClientOverrideConfiguration.builder()
                .apiCallTimeout(settings.callTimeout())
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .addExecutionInterceptor(new NegativeWaits())
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "app/syncjob-operator")
                .putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, settings.endpointOverridden())
                .build();
    }

    /** The one that is named for HTTPS, which AWS is asked by. The SDK by itself takes the one for plain HTTP. */
    private static ProxyConfiguration proxy() {
        ProxyConfiguration.Builder proxy =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false);
        ProxyConfigProvider named = ProxyConfigProvider.fromSystemEnvironmentSettings(true, true, "https");
        if (named == null || named.host() == null) {
            return proxy.build();
        }
        return proxy.endpoint(URI.create("http://" + named.host() + ":" + named.port()))
                .username(named.userName().orElse(null))
                .password(named.password().orElse(null))
                .nonProxyHosts(named.nonProxyHosts())
                .build();
    }

    /** A client for STS in that region. */
    StsClient sts(String region) {
        return StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(configuration)
                .build();
    }

    IoTTwinMakerClient in(String region) {
        return byRegion.computeIfAbsent(region, this::build);
    }

    private IoTTwinMakerClient build(String region) {
        return IoTTwinMakerClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(configuration)
                .build();
    }

    @Override
    public void close() {
        byRegion.values().forEach(IoTTwinMakerClient::close);
        http.close();
    }
}
