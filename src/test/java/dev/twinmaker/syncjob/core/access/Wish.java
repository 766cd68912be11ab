package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.api.AdoptionPolicy;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Requests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an object asks for, as far as accesses look at it. */
record Wish(
        String namespace,
        String name,
        String region,
        String workspace,
        String role,
        boolean adopts,
        boolean deleting,
        boolean held) {

    static final String REGION = "eu-central-1";
    static final String WORKSPACE = "factory";
    static final String ROLE = "arn:aws:iam::123456789012:role/sync";

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** A new object of that namespace that asks for nothing special. */
    static Wish of(String namespace) {
        return new Wish(namespace, "factory", REGION, WORKSPACE, ROLE, false, false, false);
    }

    Wish named(String other) {
        return new Wish(namespace, other, region, workspace, role, adopts, deleting, held);
    }

    Wish inRegion(String other) {
        return new Wish(namespace, name, other, workspace, role, adopts, deleting, held);
    }

    Wish inWorkspace(String other) {
        return new Wish(namespace, name, region, other, role, adopts, deleting, held);
    }

    Wish withRole(String other) {
        return new Wish(namespace, name, region, workspace, other, adopts, deleting, held);
    }

    Wish holding() {
        return new Wish(namespace, name, region, workspace, role, adopts, deleting, true);
    }

    Desired desired() {
        Policy plain = Policy.DEFAULT;
        return new Desired(
                new Owner("cluster-a", namespace, name, "uid-1"),
                Set.of(),
                NOW,
                1,
                deleting ? NOW : null,
                held,
                List.of(),
                new Identity(region, workspace, "SITEWISE"),
                role,
                Map.of(),
                new Policy(
                        plain.deletion(),
                        adopts ? AdoptionPolicy.IF_UNOWNED : AdoptionPolicy.NEVER,
                        plain.replacement(),
                        plain.tags(),
                        plain.management(),
                        false,
                        false),
                Requests.NONE,
                Optional.empty(),
                Optional.empty());
    }
}
