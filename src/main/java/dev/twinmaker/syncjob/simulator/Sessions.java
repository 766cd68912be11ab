package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The sessions given out. One that is over for more than an hour is forgotten. All methods are atomic. */
final class Sessions {

    private static final String KEY_PREFIX = "ASIA";
    private static final int KEY_LENGTH = 20;
    private static final Duration KEPT = Duration.ofHours(1);

    private final Map<String, Session> byAccessKey = new HashMap<>();

    /** Whether it looks like an access key of a session, known or not. */
    static boolean isKey(String accessKey) {
        return accessKey.startsWith(KEY_PREFIX);
    }

    /** A new session from now on; its end is at a full second. */
    synchronized Session give(RoleArn role, String name, Duration length, Instant now) {
        byAccessKey.values().removeIf(session -> session.expiration().plus(KEPT).isBefore(now));
        Instant expiration = now.plus(length).truncatedTo(ChronoUnit.SECONDS);
        Session session = new Session(newKey(), random() + random().substring(0, 8), random(), role, name, expiration);
        byAccessKey.put(session.accessKey(), session);
        return session;
    }

    private static String newKey() {
        return (KEY_PREFIX + random()).substring(0, KEY_LENGTH).toUpperCase(Locale.ROOT);
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    synchronized Optional<Session> find(String accessKey) {
        return Optional.ofNullable(byAccessKey.get(accessKey));
    }

    /** Ends all sessions of the role with this ARN. */
    synchronized void expire(String roleArn, Instant now) {
        byAccessKey.replaceAll(
                (key, session) -> session.role().text().equals(roleArn) ? session.endingAt(now) : session);
    }

    synchronized int size() {
        return byAccessKey.size();
    }

    synchronized void clear() {
        byAccessKey.clear();
    }
}
