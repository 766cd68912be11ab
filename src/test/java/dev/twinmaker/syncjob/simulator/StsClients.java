package dev.twinmaker.syncjob.simulator;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** The real SDK for STS, trying once, to be closed by the caller. */
final class StsClients {

    private StsClients() {}

    static StsClientBuilder of(Simulator simulator, String accessKey) {
        return of(simulator, AwsBasicCredentials.create(accessKey, "secret"));
    }

    static StsClientBuilder of(Simulator simulator, AwsCredentials credentials) {
        return StsClient.builder()
                .region(Region.of(Plant.REGION))
                .endpointOverride(simulator.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()));
    }
}
