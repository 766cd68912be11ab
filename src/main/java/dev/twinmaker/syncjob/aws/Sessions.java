package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * The sessions of assumed roles, one for each role, external id, name and tags, for as long as they last. They are
 * renewed ahead of their end, each at a moment of its own; a role that cannot be assumed is asked for less and less
 * often; and STS has a budget. Nobody waits here: one thread asks, and whoever comes meanwhile uses the session from
 * before or is told when to come back. Safe for use by many threads.
 */
final class Sessions {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration FOR_EACH_TURNED_AWAY = Duration.ofMillis(20);
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(10);
    /** Each holds a thread for as long as STS takes; the others are for objects that have a session. */
    private static final int MOST_AT_ONCE = 4;

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    /** A role that refused one session likely refuses them all; who was refused already takes turns to find out. */
    private static final Duration BETWEEN_REFUSED = Duration.ofSeconds(2);

    /** What AWS decides about, whatever the session is called. */
    private record Trusted(String arn, Optional<String> externalId) {
        static Trusted of(AssumedRole role) {
            return new Trusted(role.arn(), role.externalId());
        }
    }

    private final Map<AssumedRole, Session> sessions = new ConcurrentHashMap<>();
    private final Map<Trusted, Instant> refusedAsk = new ConcurrentHashMap<>();
    private final Semaphore asking = new Semaphore(MOST_AT_ONCE);
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final @Nullable StsClient sts;
    private final dev.twinmaker.syncjob.aws.Credentials operator;
    private final Budget budget;
    private final InstantSource clock;

    /**
     * @param sts null where STS is out of reach
     * @param operator as whom roles are assumed
     */
    Sessions(
            @Nullable StsClient sts,
            dev.twinmaker.syncjob.aws.Credentials operator,
            Budget budget,
            InstantSource clock) {
        this.sts = sts;
        this.operator = operator;
        this.budget = budget;
        this.clock = clock;
    }

    /**
     * Sees to it that there is a session, or that it is known why not. Empty if so, else the time after which to come
     * back.
     */
    Optional<Duration> turn(AssumedRole role, Caller caller) {
        Instant now = clock.instant();
        Session session = sessions.compute(
                role, (key, known) -> known == null ? new Session(role.hashCode(), now) : known.touched(now));
        Session.Need need = session.need(now);
        if (need == Session.Need.NOTHING) {
            return Optional.empty();
        }
        if (need == Session.Need.ASKED_BY_ANOTHER) {
            return Optional.of(session.askedMeanwhile());
        }
        if (session.refused() && !turnOfRefused(Trusted.of(role), now)) {
            session.notAsked();
            return Optional.empty();
        }
        Optional<Duration> delay = asking.tryAcquire() ? askInTurn(role, session, caller) : Optional.of(crowded());
        if (delay.isPresent()) {
            session.notAsked();
            return session.usable(clock.instant()) ? Optional.empty() : delay;
        }
        forgetOld();
        return Optional.empty();
    }

    private boolean turnOfRefused(Trusted role, Instant now) {
        boolean[] ours = {false};
        refusedAsk.compute(role, (key, next) -> {
            ours[0] = next == null || !now.isBefore(next);
            return ours[0] ? now.plus(BETWEEN_REFUSED) : next;
        });
        return ours[0];
    }

    /** The longer, the more were turned away since somebody last got a turn: with a silent STS that is all of them. */
    private Duration crowded() {
        Duration away = SOON.plus(FOR_EACH_TURNED_AWAY.multipliedBy(turnedAway.getAndIncrement()));
        return away.compareTo(LONGEST_AWAY) > 0 ? LONGEST_AWAY : away;
    }

    private Optional<Duration> askInTurn(AssumedRole role, Session session, Caller caller) {
        try {
            Optional<Duration> delay = budget.take(1, caller);
            if (delay.isEmpty()) {
                ask(role, session);
            }
            return delay;
        } finally {
            turnedAway.set(0);
            asking.release();
        }
    }

    /** The credential of the session; {@link NoSession} where there is none. */
    Held of(AssumedRole role) {
        Session session = sessions.get(role);
        if (session == null) {
            throw new NoSession(role, null);
        }
        return session.held(role, clock.instant());
    }

    /**
     * A credential and its account.
     *
     * @param account as STS said it
     */
    record Held(AwsCredentialsIdentity credential, String account) {}

    /** AWS did not take that credential: it is not used again. */
    void rejected(AssumedRole role, AwsCredentialsIdentity credential) {
        Session session = sessions.get(role);
        if (session != null) {
            session.rejected(credential, clock.instant());
        }
    }

    /** AWS took that credential, and refuses what was asked. */
    void denied(AssumedRole role) {
        Session session = sessions.get(role);
        if (session != null) {
            session.denied(clock.instant());
        }
    }

    /** AWS took that credential. */
    void accepted(AssumedRole role) {
        Session session = sessions.get(role);
        if (session != null) {
            session.accepted();
        }
    }

    private void ask(AssumedRole role, Session session) {
        try {
            Held held = assume(role);
            Instant now = clock.instant();
            Instant end = held.credential().expirationTime().orElseGet(() -> now.plus(LIFE));
            if (!Session.lasts(now, end)) {
                throw new NoSession(role, null);
            }
            budget.passed();
            if (session.begun(held, now, end)) {
                mended(role);
            }
        } catch (RuntimeException e) {
            if (FailureTable.isThrottling(e) || FailureTable.isSilence(e)) {
                budget.throttled();
            } else if (FailureTable.isRefusal(e)) {
                budget.passed();
            } else {
                budget.failed();
            }
            session.failed(e, FailureTable.isRefusal(e), clock.instant());
        } catch (Error e) {
            session.notAsked();
            throw e;
        }
    }

    /** Who is let in again may be let in under other names and tags, too. */
    private void mended(AssumedRole role) {
        sessions.forEach((other, session) -> {
            if (other.arn().equals(role.arn()) && other.externalId().equals(role.externalId())) {
                session.retryNow();
            }
        });
    }

    private Held assume(AssumedRole role) {
        if (sts == null) {
            throw UnknownAccount.unreachable(role.arn());
        }
        AwsCredentialsIdentity own = operator.resolve();
        AssumeRoleResponse answer = sts.assumeRole(r -> r.roleArn(role.arn())
                .roleSessionName(role.session())
                .externalId(role.externalId().orElse(null))
                .durationSeconds((int) LIFE.toSeconds())
                .tags(role.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .overrideConfiguration(Signed.with(own)));
        Credentials given = answer.credentials();
        if (given == null || given.accessKeyId() == null || answer.assumedRoleUser() == null) {
            throw new NoSession(role, null);
        }
        String[] parts = String.valueOf(answer.assumedRoleUser().arn()).split(":", 6);
        if (parts.length != 6) {
            throw new NoSession(role, null);
        }
        String account = parts[4];
        if (!account.equals(role.account())) {
            throw new OtherAccount(role.account(), account);
        }
        return new Held(
                AwsSessionCredentials.builder()
                        .accessKeyId(given.accessKeyId())
                        .secretAccessKey(given.secretAccessKey())
                        .sessionToken(given.sessionToken())
                        .expirationTime(given.expiration())
                        .build(),
                account);
    }

    /** Not one that somebody is just about to use: the map lets only one of the two at it. */
    private void forgetOld() {
        Instant before = clock.instant().minus(FORGOTTEN_AFTER);
        refusedAsk.values().removeIf(next -> next.isBefore(before));
        for (AssumedRole role : sessions.keySet()) {
            sessions.computeIfPresent(role, (key, session) -> session.endedBefore(before) ? null : session);
        }
    }

    /** How many are kept. */
    int size() {
        return sessions.size();
    }
}
