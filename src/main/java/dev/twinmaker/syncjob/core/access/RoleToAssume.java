package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.api.SessionTag;
import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Owner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The role of an access.
 *
 * @param tags what a session is tagged with, so that CloudTrail and policies tell for whom a call is made
 */
record RoleToAssume(String arn, Optional<String> externalId, Set<SessionTag> tags) {

    private static final String SESSION = "syncjob-operator";
    private static final int LONGEST = 64;

    /** As it is assumed for one object. */
    AssumedRole of(String namespace, String name) {
        Map<String, String> session = new LinkedHashMap<>();
        if (tags.contains(SessionTag.NAMESPACE)) {
            session.put(Owner.PREFIX + "namespace", namespace);
        }
        if (tags.contains(SessionTag.NAME)) {
            session.put(Owner.PREFIX + "name", name);
        }
        return new AssumedRole(arn, externalId, session(namespace), session);
    }

    /** As it is assumed to see whether it can be, for no object. */
    AssumedRole ofNobody() {
        return new AssumedRole(arn, externalId, SESSION, Map.of());
    }

    /** A name that is cut ends with a hash of the whole, so that two namespaces do not share it by their beginning. */
    private static String session(String namespace) {
        String whole = SESSION + "-" + namespace;
        if (whole.length() <= LONGEST) {
            return whole;
        }
        String hash = HexFormat.of().formatHex(sha256(whole), 0, 4);
        return whole.substring(0, LONGEST - hash.length() - 1) + "-" + hash;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
