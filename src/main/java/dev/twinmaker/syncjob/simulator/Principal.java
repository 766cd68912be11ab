package dev.twinmaker.syncjob.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Who calls, as far as the request says.
 *
 * @param session the session that the access key was given out for, null if it is a user's
 */
record Principal(
        String accessKey,
        String sessionToken,
        Place place,
        String service,
        @Nullable Session session) {

    /** A session, or a user who is named like the access key. */
    String arn() {
        return session == null
                ? "arn:" + place.partition() + ":iam::" + place.account() + ":user/" + accessKey
                : session.arn();
    }

    /** The unique id of the session or the user. */
    String userId() {
        return session == null ? accessKey : session.userId();
    }
}
