package dev.twinmaker.syncjob.core.port;

import java.time.Duration;
import java.util.Optional;

/** The AWS identities behind principals. Safe for use by many threads. */
public interface Identities {

    /** What an identity came to. */
    sealed interface Proof {
        /**
         * It can be used.
         *
         * @param account that it belongs to; empty where nothing tells
         */
        record Proven(Optional<String> account) implements Proof {}

        /** It cannot be used. */
        record Unproven(Failure failure) implements Proof {}

        /** The budget has no room to ask before that time has passed. No call was made. */
        record NotNow(Duration delay) implements Proof {}
    }

    /**
     * Whether calls can be made as that principal. What is known already is not asked for again. Never throws for what AWS
     * said.
     */
    Proof prove(Principal principal);
}
