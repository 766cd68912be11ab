package dev.twinmaker.syncjob.core.port;

import java.util.Optional;

/**
 * As whom a call to AWS is made, and how fast its account may be called.
 *
 * @param role to assume for it; without one it is the operator's own identity
 * @param readRate reads a second of that account in each region; the operator's setting where empty
 * @param writeRate writes a second, likewise
 */
public record Principal(Optional<AssumedRole> role, Optional<Double> readRate, Optional<Double> writeRate) {

    /** The operator itself, at the rates of its settings. */
    public static final Principal OPERATOR = new Principal(Optional.empty(), Optional.empty(), Optional.empty());

    /** The account; empty for the operator's own, which only AWS knows. */
    public Optional<String> account() {
        return role.map(AssumedRole::account);
    }
}
