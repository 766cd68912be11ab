package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What is known of the session of one role. */
final class Session {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_AFTER_REFUSAL = Duration.ofMinutes(5);
    /** A call that begins now must be over before the end. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** What was taken from a role shows in a session that is new. */
    private static final Duration OLD = Duration.ofMinutes(5);

    private static final int SPREAD = 1000;
    private static final Duration ASKED_MEANWHILE = Duration.ofMillis(200);
    private static final int FEW = 101;
    private static final Duration FOR_EACH_OF_MANY = Duration.ofMillis(2);

    /** What is to be done before the session can be used. */
    enum Need {
        NOTHING,
        /** The caller is to ask for a new one, and must say what came of it. */
        ASK,
        ASKED_BY_ANOTHER
    }

    private final int seed;
    private Sessions.@Nullable Held held;
    private Instant end = Instant.EPOCH;
    private Instant renewal = Instant.EPOCH;
    private @Nullable RuntimeException failure;
    private Instant retry = Instant.EPOCH;
    private boolean refused;
    private int failures;
    private int rejections;
    private int waiting;
    private boolean asking;
    private Instant touched;
    private Instant since = Instant.EPOCH;

    /**
     * @param seed of its own moment of renewal
     */
    Session(int seed, Instant now) {
        this.seed = seed;
        this.touched = now;
    }

    /** Somebody is about to use it. */
    synchronized Session touched(Instant now) {
        touched = now;
        return this;
    }

    synchronized Need need(Instant now) {
        boolean usable = usable(now);
        if (asking) {
            return usable ? Need.NOTHING : Need.ASKED_BY_ANOTHER;
        }
        boolean wanted = !usable || !now.isBefore(renewal);
        if (!wanted || now.isBefore(retry)) {
            return Need.NOTHING;
        }
        asking = true;
        return Need.ASK;
    }

    synchronized boolean usable(Instant now) {
        return held != null && lasts(now, end);
    }

    /** Whether a session with that end can be used now. */
    static boolean lasts(Instant now, Instant end) {
        return now.isBefore(end.minus(MARGIN));
    }

    synchronized void notAsked() {
        asking = false;
        waiting = 0;
    }

    /** How long who finds another one asking should stay away: the longer, the more there are. */
    synchronized Duration askedMeanwhile() {
        waiting++;
        return ASKED_MEANWHILE.plus(FOR_EACH_OF_MANY.multipliedBy(Math.max(0, waiting - FEW)));
    }

    /**
     * A sixth of its life ahead of its end, and up to as long again, so that those begun together do not end so.
     *
     * @return whether there was none because AWS failed or refused
     */
    synchronized boolean begun(Sessions.Held now, Instant begin, Instant until) {
        boolean mended = failure != null;
        notAsked();
        held = now;
        since = begin;
        end = until;
        Duration sixth = Duration.between(begin, until).dividedBy(6);
        long share = Math.floorMod(seed + begin.getEpochSecond(), (long) SPREAD);
        renewal = until.minus(sixth).minus(sixth.multipliedBy(share).dividedBy(SPREAD));
        failure = null;
        refused = false;
        failures = 0;
        retry = Instant.EPOCH;
        return mended;
    }

    /** Whether AWS said no when it was last asked for. */
    synchronized boolean refused() {
        return refused;
    }

    /** Another session of the same role could be had again, so this one need not wait any longer. */
    synchronized void retryNow() {
        if (failure != null) {
            retry = Instant.EPOCH;
            refused = false;
        }
    }

    /**
     * @param no whether AWS said no, which asking again does not change
     */
    synchronized void failed(RuntimeException why, boolean no, Instant now) {
        notAsked();
        failure = why;
        refused = no;
        retry = now.plus(pause(failures, no ? LONGEST_AFTER_REFUSAL : LONGEST_PAUSE));
        failures++;
    }

    /** The first time a new session is asked for at once: this one may have been withdrawn. */
    synchronized void rejected(AwsCredentialsIdentity credential, Instant now) {
        if (held == null || !held.credential().equals(credential)) {
            return;
        }
        held = null;
        failure = null;
        retry = rejections == 0 ? Instant.EPOCH : now.plus(pause(rejections, LONGEST_PAUSE));
        rejections++;
    }

    /** AWS knows the caller and refuses: where sessions were revoked, it says no more than that. The next look renews it. */
    synchronized void denied(Instant now) {
        if (!now.isBefore(since.plus(OLD))) {
            renewal = Instant.EPOCH;
        }
    }

    synchronized void accepted() {
        rejections = 0;
    }

    /**
     * @param times that it went wrong before
     */
    private Duration pause(int times, Duration longest) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(times, 10));
        Duration whole = doubled.compareTo(longest) > 0 ? longest : doubled;
        long share = Math.floorMod(seed + 31L * times, (long) SPREAD);
        return whole.minus(whole.multipliedBy(share).dividedBy(5 * SPREAD));
    }

    synchronized Sessions.Held held(AssumedRole role, Instant now) {
        if (held == null || !usable(now)) {
            throw new NoSession(role, failure);
        }
        return held;
    }

    synchronized boolean endedBefore(Instant then) {
        return !asking && end.isBefore(then) && touched.isBefore(then);
    }
}
