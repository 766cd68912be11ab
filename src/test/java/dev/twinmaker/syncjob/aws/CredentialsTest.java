package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.simulator.JournalEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The two ways in which a pod on EKS gets credentials, each in a process with the variables that EKS sets. */
class CredentialsTest {

    @RegisterExtension
    static final Bench BENCH = new Bench();

    @TempDir
    Path folder;

    private TokenServices services;

    @BeforeEach
    void there_are_services() throws IOException {
        services = new TokenServices();
    }

    @AfterEach
    void there_are_none() {
        services.close();
    }

    @Test
    void the_role_of_a_service_account_signs_the_calls() throws Exception {
        String said = look(Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/operator",
                "AWS_WEB_IDENTITY_TOKEN_FILE", file("signed-by-the-cluster"),
                "AWS_ENDPOINT_URL_STS", services.endpoint()));

        assertThat(said).contains("region ap-south-1, seen Absent[account=Optional[123456789012]]");
        assertThat(services.asked()).hasSize(2);
        assertThat(services.asked().get(1)).contains("Action=GetCallerIdentity");
        assertThat(services.asked().get(0))
                .contains(
                        "Action=AssumeRoleWithWebIdentity",
                        "RoleArn=arn:aws:iam::123456789012:role/operator",
                        "WebIdentityToken=signed-by-the-cluster");
        assertThat(BENCH.simulator().journal().entries())
                .extracting(JournalEntry::principal)
                .containsExactly(TokenServices.STS_KEY);
    }

    @Test
    void pod_identity_signs_the_calls() throws Exception {
        String said = look(Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                services.endpoint() + "/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                file("signed-by-the-cluster")));

        assertThat(said).contains("region ap-south-1, seen Absent[account=Optional.empty]");
        assertThat(services.asked()).containsExactly("signed-by-the-cluster");
        assertThat(BENCH.simulator().journal().entries())
                .extracting(JournalEntry::principal)
                .containsExactly(TokenServices.AGENT_KEY);
    }

    @Test
    void without_either_there_are_no_credentials_and_no_call() throws Exception {
        String said = look(Map.of());

        assertThat(said).contains("seen Unreadable[", "kind=NO_CREDENTIALS");
        assertThat(BENCH.simulator().journal().entries()).isEmpty();
    }

    @Test
    void aws_is_asked_through_the_proxy_that_is_named_for_https() throws Exception {
        String proxy = BENCH.simulator().endpoint().getAuthority();
        Map<String, String> through = new HashMap<>(Map.of(
                "AWS_ACCESS_KEY_ID", "AKID",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL_IOTTWINMAKER", "http://aws.invalid",
                "HTTPS_PROXY", "http://" + proxy));
        // The simulator is no proxy, but it answers.
        assertThat(look(through)).contains("UnknownOperationException");
        through.put("NO_PROXY", "localhost,aws.invalid");
        assertThat(look(through)).contains("no connection");
        through.keySet().removeAll(Set.of("HTTPS_PROXY", "NO_PROXY"));
        through.put("HTTP_PROXY", "http://" + proxy);
        assertThat(look(through)).contains("no connection");
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("token"), content).toString();
    }

    private String look(Map<String, String> variables) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        LookFromEnvironment.class.getName())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name ->
                        name.startsWith("AWS_") || name.startsWith("JAVA_") || name.matches("(?i)(https?|no)_proxy"));
        environment.putAll(Map.of(
                "CLASSPATH", System.getProperty("java.class.path"),
                "AWS_REGION", "ap-south-1",
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_CONFIG_FILE", folder.resolve("none").toString(),
                "AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString(),
                "AWS_ENDPOINT_URL_IOTTWINMAKER", BENCH.simulator().endpoint().toString()));
        environment.putAll(variables);
        Process process = builder.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
