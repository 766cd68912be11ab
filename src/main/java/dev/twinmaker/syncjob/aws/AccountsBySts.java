package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * By sts:GetCallerIdentity, which every credential may call, once for each access key id. While STS fails it is asked
 * once in a while, not by everybody.
 */
final class AccountsBySts implements Accounts {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofSeconds(3);

    private final StsClient sts;
    private final InstantSource clock;
    private final RecentAccounts known = new RecentAccounts();
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable SdkException failure;
    private Instant failedAt = Instant.EPOCH;

    AccountsBySts(StsClient sts, InstantSource clock) {
        this.sts = sts;
        this.clock = clock;
    }

    @Override
    public Optional<String> of(AwsCredentialsIdentity credential, Identity identity, boolean needed) {
        Optional<String> account = known.of(credential);
        return account.isPresent() ? account : Optional.of(ask(credential));
    }

    /** STS alone knows: nothing is learnt from elsewhere. */
    @Override
    public void learn(AwsCredentialsIdentity credential, String account) {}

    /** One asks; the others wait a moment, and then do without, since each holds a thread. */
    private String ask(AwsCredentialsIdentity credential) {
        if (!locked()) {
            throw UnknownAccount.sts(SdkException.create("sts:GetCallerIdentity has not answered yet", null));
        }
        try {
            return asked(credential);
        } finally {
            asking.unlock();
        }
    }

    private boolean locked() {
        try {
            return asking.tryLock(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted before the call", e);
        }
    }

    private String asked(AwsCredentialsIdentity credential) {
        Optional<String> account = known.of(credential);
        if (account.isPresent()) {
            return account.get();
        }
        SdkException before = failure;
        if (before != null && clock.instant().isBefore(failedAt.plus(PAUSE))) {
            throw UnknownAccount.sts(before);
        }
        try {
            String told = sts.getCallerIdentity(r -> r.overrideConfiguration(Signed.with(credential)))
                    .account();
            if (told == null || told.isEmpty()) {
                throw SdkException.create("sts:GetCallerIdentity named no account", null);
            }
            known.put(credential, told);
            failure = null;
            return told;
        } catch (SdkException e) {
            failure = e;
            failedAt = clock.instant();
            throw UnknownAccount.sts(e);
        }
    }
}
