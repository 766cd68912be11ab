package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.simulator.Iam;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Credentials of one of two accounts, each with an access key of its own. */
final class SimulatedCredentials implements AwsCredentialsProvider {

    private static final String AWAY = "999999999999";

    private volatile String account = SimulatedAws.ACCOUNT;

    void belongTo(String id) {
        account = id;
    }

    void mapKeys(Iam iam) {
        belongTo(SimulatedAws.ACCOUNT);
        iam.mapAccessKey(key(AWAY), AWAY);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return AwsBasicCredentials.create(key(account), "secret");
    }

    private static String key(String id) {
        return "AKID" + id;
    }
}
