package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the SDK's system properties say; that its variables say the same is shown by a process of its own. */
class AwsEnvironmentTest {

    private static final List<String> PROPERTIES = List.of(
            "aws.region",
            "aws.endpointUrl",
            "aws.endpointUrlIoTTwinMaker",
            "aws.ignoreConfiguredEndpointUrls",
            "aws.configFile",
            "aws.sharedCredentialsFile");

    private final Map<String, String> before = new HashMap<>();

    @BeforeEach
    void nothing_is_set() {
        PROPERTIES.forEach(name -> {
            String value = System.getProperty(name);
            if (value != null) {
                before.put(name, value);
            }
            System.clearProperty(name);
        });
    }

    @AfterEach
    void all_is_as_it_was() {
        PROPERTIES.forEach(System::clearProperty);
        before.forEach(System::setProperty);
    }

    @Test
    void the_region_is_the_one_of_the_environment() {
        System.setProperty("aws.region", "ap-south-1");

        assertThat(AwsEnvironment.region()).contains("ap-south-1");
    }

    @ParameterizedTest
    @CsvSource({
        "aws.endpointUrlIoTTwinMaker,http://simulator:4567,true",
        "aws.endpointUrl,http://simulator:4567,true",
        "aws.endpointUrlIoTTwinMaker,' ',false",
        "aws.endpointUrlSts,http://sts:80,false"
    })
    void an_endpoint_for_the_service_or_for_all_leaves_the_host_prefix_out(
            String property, String value, boolean overridden) {
        System.setProperty(property, value);
        try {
            assertThat(AwsEnvironment.endpointOverridden()).isEqualTo(overridden);
        } finally {
            System.clearProperty(property);
        }
    }

    @ParameterizedTest
    @CsvSource({"true,false", "TRUE,false", "false,true"})
    void endpoints_that_the_sdk_is_told_to_ignore_do_not_count(String ignore, boolean overridden) {
        System.setProperty("aws.endpointUrl", "http://simulator:4567");
        System.setProperty("aws.ignoreConfiguredEndpointUrls", ignore);

        assertThat(AwsEnvironment.endpointOverridden()).isEqualTo(overridden);
    }
}
