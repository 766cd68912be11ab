package dev.twinmaker.syncjob.aws;

import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/** What the SDK's standard environment says. */
public final class AwsEnvironment {

    private AwsEnvironment() {}

    /** The region of the environment or of the profile. The instance metadata service is not asked. */
    public static Optional<String> region() {
        try {
            Region region = new AwsRegionProviderChain(
                            new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
            return Optional.ofNullable(region).map(Region::id);
        } catch (SdkClientException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether an endpoint is set for the service or for all. Then the SDK must not put {@code api.} before its host:
     * such a host name does not exist, and the SDK has no setting of its own for this.
     */
    public static boolean endpointOverridden() {
        return set("AWS_ENDPOINT_URL_IOTTWINMAKER", "aws.endpointUrlIoTTwinMaker");
    }

    /** Whether STS is at hand: an endpoint of the service alone says that nothing is to be asked of the internet. */
    public static boolean stsReachable() {
        return !endpointOverridden() || set("AWS_ENDPOINT_URL_STS", "aws.endpointUrlSts");
    }

    private static boolean set(String variable, String property) {
        if ("true".equalsIgnoreCase(value("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "aws.ignoreConfiguredEndpointUrls"))) {
            return false;
        }
        return Stream.of(value(variable, property), value("AWS_ENDPOINT_URL", "aws.endpointUrl"))
                .anyMatch(value -> !value.isBlank());
    }

    private static String value(String variable, String property) {
        String set = System.getProperty(property);
        String inherited = set == null ? System.getenv(variable) : set;
        return inherited == null ? "" : inherited;
    }
}
