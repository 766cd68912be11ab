package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Identities;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Principal;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import java.time.Duration;
import java.util.Optional;

/** {@link Identities} by the credentials that calls are signed with. */
final class SignedIdentities implements Identities {

    private final Signers signers;
    private final String region;
    private final Duration callTimeout;

    /**
     * @param region to ask in where the account of the operator itself is told by nothing else
     */
    SignedIdentities(Signers signers, String region, Duration callTimeout) {
        this.signers = signers;
        this.region = region;
        this.callTimeout = callTimeout;
    }

    @Override
    public Proof prove(Principal principal) {
        String name = principal
                .role()
                .map(role -> Integer.toHexString(role.hashCode()))
                .orElse("operator");
        Caller caller = new Caller("access " + name, Lane.PERIODIC, Optional.empty(), principal);
        Optional<Duration> delay = signers.turn(caller);
        if (delay.isPresent()) {
            return new Proof.NotNow(delay.get());
        }
        try {
            return new Proof.Proven(
                    signers.signer(new Identity(region, "", ""), caller).account());
        } catch (RuntimeException e) {
            return new Proof.Unproven(
                    FailureTable.of(e, "AWS for an AwsAccess", callTimeout).withoutEffect());
        }
    }
}
