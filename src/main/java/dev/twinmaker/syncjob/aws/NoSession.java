package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import org.jspecify.annotations.Nullable;

/** A call was not sent: its role is not assumed. The cause is what STS said, where it said something. */
final class NoSession extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** So many characters of a secret are no coincidence. */
    private static final int TELLING = 8;

    private final String role;
    private final String secret;

    NoSession(AssumedRole role, @Nullable RuntimeException cause) {
        super("no session of role " + role.arn(), cause);
        this.role = role.arn();
        this.secret = role.externalId().orElse("");
    }

    String role() {
        return role;
    }

    /** STS repeats what it cannot accept, the external id included, and the end of its text may be cut off within that. */
    String withoutSecret(String text) {
        if (secret.isEmpty()) {
            return text;
        }
        String told = text.replace(secret, "…");
        int rest = told.indexOf(secret.substring(0, Math.min(secret.length(), TELLING)));
        return rest < 0 ? told : told.substring(0, rest) + "…";
    }
}
