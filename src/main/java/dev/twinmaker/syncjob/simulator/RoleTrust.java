package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may assume a role, and how.
 *
 * @param arn the ARN of the role
 * @param trusted account ids, ARNs of accounts, users, roles and sessions; empty for anybody
 * @param externalId what the caller has to send with the request; null for nothing in particular
 * @param sessionTags whether the caller may tag the session, which takes sts:TagSession
 * @param maxSession the longest session the caller may ask for
 */
public record RoleTrust(
        String arn, Set<String> trusted, @Nullable String externalId, boolean sessionTags, Duration maxSession) {

    private static final Duration DEFAULT_MAX = Duration.ofHours(1);

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException if the ARN is not that of a role, or no session can be so short
     */
    public RoleTrust {
        if (RoleArn.of(arn).isEmpty()) {
            throw new IllegalArgumentException("not the ARN of a role: " + arn);
        }
        if (maxSession.isNegative()) {
            throw new IllegalArgumentException("no session lasts " + maxSession);
        }
        trusted = Set.copyOf(trusted);
    }

    /** Anybody may assume the role for up to an hour, without tags. */
    public static RoleTrust of(String arn) {
        return new RoleTrust(arn, Set.of(), null, false, DEFAULT_MAX);
    }

    /** The same, for these account ids and ARNs only. */
    public RoleTrust trusting(String... principals) {
        return new RoleTrust(arn, Set.of(principals), externalId, sessionTags, maxSession);
    }

    /** The same, for those only who send this external id. */
    public RoleTrust withExternalId(String id) {
        return new RoleTrust(arn, trusted, id, sessionTags, maxSession);
    }

    /** The same, and the session may have tags. */
    public RoleTrust withSessionTags() {
        return new RoleTrust(arn, trusted, externalId, true, maxSession);
    }

    /** The same, with sessions of up to this length. */
    public RoleTrust lasting(Duration atMost) {
        return new RoleTrust(arn, trusted, externalId, sessionTags, atMost);
    }

    /** Whether the trust policy names the caller, the caller's account or the role of the caller's session. */
    boolean trusts(Principal caller) {
        String account = caller.place().account();
        Session session = caller.session();
        return trusted.isEmpty()
                || trusted.contains(account)
                || trusted.contains("arn:" + caller.place().partition() + ":iam::" + account + ":root")
                || trusted.contains(caller.arn())
                || (session != null && trusted.contains(session.role().text()));
    }
}
