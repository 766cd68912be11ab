package dev.twinmaker.syncjob.simulator;

import java.time.Instant;

/** A session of a role: the credentials that were given out for it, and who they make of their bearer. */
record Session(String accessKey, String secret, String token, RoleArn role, String name, Instant expiration) {

    /** The session as a principal. */
    String arn() {
        return "arn:" + role.partition() + ":sts::" + role.account() + ":assumed-role/" + role.name() + "/" + name;
    }

    /** The id of the role with the name of the session. */
    String userId() {
        return role.roleId() + ":" + name;
    }

    boolean expiredAt(Instant now) {
        return !now.isBefore(expiration);
    }

    /** The same, over at this moment unless it was before. */
    Session endingAt(Instant moment) {
        Instant end = moment.isBefore(expiration) ? moment : expiration;
        return new Session(accessKey, secret, token, role, name, end);
    }
}
