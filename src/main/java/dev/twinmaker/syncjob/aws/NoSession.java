package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import org.jspecify.annotations.Nullable;

/** A call was not sent: its role is not assumed. The cause is what STS said, where it said something. */
final class NoSession extends RuntimeException {

    private static final long serialVersionUID = 1L;

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

    /** STS repeats what it cannot accept, the external id included. */
    String withoutSecret(String text) {
        return secret.isEmpty() ? text : text.replace(secret, "…");
    }
}
