package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The credential that a call is signed with: that of the caller's role or the operator's own. Its account is compared with
 * the one that the caller counts on. Safe for use by many threads.
 */
final class Signers {

    private final Credentials operator;
    private final Accounts accounts;
    private final Sessions sessions;

    Signers(Credentials operator, Accounts accounts, Sessions sessions) {
        this.operator = operator;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /**
     * @param account of the credential, where it is known
     */
    record Signer(AwsCredentialsIdentity credential, Optional<String> account) {}

    /** To be asked before {@link #signer}: the time after which to come back, where a role cannot be assumed right now. */
    Optional<Duration> turn(Caller caller) {
        return caller.principal().role().flatMap(role -> sessions.turn(role, caller));
    }

    /**
     * @throws RuntimeException which {@link FailureTable} knows, where there is no credential or it is of another account
     */
    Signer signer(Identity identity, Caller caller) {
        Optional<String> expected = caller.account();
        Signer signer = caller.principal().role().map(this::ofRole).orElseGet(() -> ofOperator(identity, expected));
        if (expected.isPresent() && !signer.account().equals(expected)) {
            throw signer.account().isPresent()
                    ? new OtherAccount(expected.get(), signer.account().get())
                    : UnknownAccount.untold(expected.get());
        }
        return signer;
    }

    private Signer ofRole(AssumedRole role) {
        Sessions.Held held = sessions.of(role);
        return new Signer(held.credential(), Optional.of(held.account()));
    }

    private Signer ofOperator(Identity identity, Optional<String> expected) {
        AwsCredentialsIdentity credential = operator.resolve();
        return new Signer(credential, accounts.of(credential, identity, expected.isPresent()));
    }

    /** A call that was signed so was answered. */
    void accepted(Caller caller) {
        caller.principal().role().ifPresent(sessions::accepted);
    }

    /** AWS refuses the caller what was asked. */
    void denied(Caller caller) {
        caller.principal().role().ifPresent(sessions::denied);
    }

    /** AWS did not take that credential. */
    void rejected(Caller caller, AwsCredentialsIdentity credential) {
        caller.principal().role().ifPresent(role -> sessions.rejected(role, credential));
    }

    /** An answer to a call that was signed so showed that it came from this account. */
    void learn(Caller caller, AwsCredentialsIdentity credential, String account) {
        if (caller.principal().role().isEmpty()) {
            accounts.learn(credential, account);
        }
    }
}
