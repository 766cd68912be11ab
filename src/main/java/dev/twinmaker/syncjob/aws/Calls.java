package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;

/**
 * Makes calls through the SDK and tells the budget how they went. What the SDK throws comes back as a value. A call is
 * signed with the credential whose account was compared with the one that the caller counts on.
 */
final class Calls implements AutoCloseable {

    private final Clients clients;
    private final Signers signers;
    private final Duration callTimeout;

    Calls(Clients clients, Signers signers, Duration callTimeout) {
        this.clients = clients;
        this.signers = signers;
        this.callTimeout = callTimeout;
    }

    /**
     * What a call came to: a value, or a failure where there is none.
     *
     * @param credential what the call was signed with; null where it was not sent
     * @param account the account of that credential, where it is known
     */
    record Answer<T>(
            @Nullable T maybe,
            @Nullable Failure failure,
            @Nullable AwsCredentialsIdentity credential,
            Optional<String> account) {
        T value() {
            if (maybe == null) {
                throw new IllegalStateException("no value: " + failure);
            }
            return maybe;
        }
    }

    /** A request of the SDK, to be made with this client and this signature. */
    interface Request<T> {
        T send(IoTTwinMakerClient client, AwsRequestOverrideConfiguration signed);
    }

    /**
     * To be asked before a call is paid for: the time after which to come back, where it cannot be signed right now. What
     * keeps it from being signed at all is the business of {@link #make}.
     */
    Optional<Duration> turn(Caller caller) {
        return signers.turn(caller);
    }

    /**
     * @param what the call in words, for the text of a failure
     */
    <T> Answer<T> make(Budget budget, String what, Identity identity, Caller caller, Request<T> request) {
        AwsCredentialsIdentity credential = null;
        Optional<String> account = Optional.empty();
        boolean sent = false;
        try {
            Signers.Signer signer = signers.signer(identity, caller);
            credential = signer.credential();
            account = signer.account();
            if (Thread.currentThread().isInterrupted()) {
                throw AbortedException.create("interrupted before the call");
            }
            sent = true;
            T value = request.send(clients.in(identity.region()), Signed.with(credential));
            budget.passed();
            signers.accepted(caller);
            return new Answer<>(value, null, credential, account);
        } catch (RuntimeException e) {
            Failure failure = FailureTable.of(e, what, callTimeout);
            // Where nobody answers, each call holds a thread until its time is over, which others need.
            if (failure.kind() == Failure.Kind.THROTTLED || (sent && FailureTable.isSilence(e))) {
                budget.throttled();
            } else if (sent) {
                budget.passed();
            }
            if (sent && failure.kind() == Failure.Kind.DENIED) {
                signers.denied(caller);
            }
            if (sent && credential != null && failure.kind() == Failure.Kind.NO_CREDENTIALS) {
                signers.rejected(caller, credential);
            } else if (sent && FailureTable.isOfKnownCaller(failure)) {
                signers.accepted(caller);
            }
            return new Answer<>(null, sent ? failure : failure.withoutEffect(), credential, account);
        }
    }

    /** That answer showed that it came from this account. */
    void learn(Caller caller, Answer<?> answer, String account) {
        if (answer.credential() != null) {
            signers.learn(caller, answer.credential(), account);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
