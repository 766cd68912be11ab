package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Which account a credential belongs to. Safe for use by many threads. */
interface Accounts {

    /**
     * The account of a credential; empty where it cannot be told.
     *
     * @param needed whether the caller counts on an account, so that asking for it is worth a call
     * @throws RuntimeException if it could not be asked for
     */
    Optional<String> of(AwsCredentialsIdentity credential, Identity identity, boolean needed);

    /** A call that was signed with the credential was answered from that account. */
    void learn(AwsCredentialsIdentity credential, String account);
}
