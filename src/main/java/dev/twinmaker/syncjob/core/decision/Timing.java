package dev.twinmaker.syncjob.core.decision;

import java.time.Duration;

/**
 * How long things may take. All positive.
 *
 * @param callTimeout after which a call to AWS is given up
 * @param interval how often a steady job is read
 * @param pollInitial first wait while AWS works on the job
 * @param pollMax longest wait while AWS works on the job
 * @param backoffInitial base of the backoff
 * @param backoffMax cap of the backoff
 * @param deniedGrace how long a refusal of access may be the delay of a new policy
 * @param approvalWindow how long a wait for an approval counts as work under way
 */
public record Timing(
        Duration callTimeout,
        Duration interval,
        Duration pollInitial,
        Duration pollMax,
        Duration backoffInitial,
        Duration backoffMax,
        Duration deniedGrace,
        Duration approvalWindow) {

    /** The documented defaults. */
    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(2),
            Duration.ofMinutes(15));

    /** How long owner tags may lag behind the job, and a refused create behind the cause of the refusal. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The same with another interval. */
    public Timing withInterval(Duration other) {
        return new Timing(
                callTimeout, other, pollInitial, pollMax, backoffInitial, backoffMax, deniedGrace, approvalWindow);
    }

    /** What a look and a moment can take: the account, the job, its tags, and a second page of them. */
    public Duration longestLook() {
        return callTimeout.multipliedBy(4);
    }

    /** After this long, no call that was sent before can still take effect, and every reader sees what it did. */
    public Duration settle() {
        return callTimeout.multipliedBy(2).plusSeconds(30);
    }
}
