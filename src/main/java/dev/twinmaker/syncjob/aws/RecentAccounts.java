package dev.twinmaker.syncjob.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Accounts by access key id, which never changes hands. Temporary ones come and go, so the oldest are forgotten. */
final class RecentAccounts {

    private static final int MOST = 64;

    private final Map<String, String> byAccessKey = new LinkedHashMap<>();

    synchronized Optional<String> of(AwsCredentialsIdentity credential) {
        return Optional.ofNullable(byAccessKey.get(credential.accessKeyId()));
    }

    synchronized void put(AwsCredentialsIdentity credential, String account) {
        byAccessKey.put(credential.accessKeyId(), account);
        if (byAccessKey.size() > MOST) {
            byAccessKey.remove(byAccessKey.keySet().iterator().next());
        }
    }
}
