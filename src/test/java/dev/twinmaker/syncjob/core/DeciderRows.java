package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.AdoptionPolicy;
import dev.twinmaker.syncjob.api.DeletionPolicy;
import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.Replacement;
import dev.twinmaker.syncjob.api.ReplacementPolicy;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.api.TagPolicy;
import dev.twinmaker.syncjob.core.DeciderCase.Approval;
import dev.twinmaker.syncjob.core.DeciderCase.Claim;
import dev.twinmaker.syncjob.core.DeciderCase.Sight;
import dev.twinmaker.syncjob.core.DeciderCase.TagDrift;
import dev.twinmaker.syncjob.core.DeciderCase.Told;
import dev.twinmaker.syncjob.core.decision.Findings;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Recollections;
import dev.twinmaker.syncjob.core.decision.Remembered;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Requests;
import dev.twinmaker.syncjob.core.port.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Everything that a decision can depend on, in all combinations. */
final class DeciderRows {

    static final long GENERATION = 3;
    static final List<Policy> POLICIES = policies();
    static final boolean[] BOTH = {false, true};

    private static final Instant NOW = Scene.START;
    private static final Instant CREATED = NOW.minus(Duration.ofHours(2));
    private static final String ARN =
            "arn:aws:iottwinmaker:eu-central-1:" + InMemorySyncJobs.ACCOUNT + ":workspace/factory/sync-job/SITEWISE";

    private DeciderRows() {}

    /** Looks that show a job, and those that show none. */
    static List<Sight> sights() {
        List<Sight> sights = new ArrayList<>();
        for (Job.State state : Job.State.values()) {
            sights.add(new Sight(Observation.Present.class, Optional.of(state), Optional.empty(), false));
        }
        for (boolean again : BOTH) {
            sights.add(new Sight(Observation.Absent.class, Optional.empty(), Optional.empty(), again));
        }
        for (Failure.Kind kind : Failure.Kind.values()) {
            sights.add(new Sight(Observation.Unreadable.class, Optional.empty(), Optional.of(kind), false));
        }
        sights.add(new Sight(Observation.NotNow.class, Optional.empty(), Optional.empty(), false));
        return sights;
    }

    /** Every row, with the findings that it stands for. */
    static void each(BiConsumer<DeciderCase, Findings> row) {
        for (Sight sight : sights()) {
            if (sight.state().isEmpty()) {
                for (TagDrift drift : List.of(TagDrift.NONE, TagDrift.UNRECORDED)) {
                    each(sight, Claim.UNREAD, false, drift, row);
                }
                continue;
            }
            for (Claim claim : Claim.values()) {
                for (boolean roleDiffers : BOTH) {
                    for (TagDrift drift : TagDrift.values()) {
                        each(sight, claim, roleDiffers, drift, row);
                    }
                }
            }
        }
    }

    private static void each(
            Sight sight, Claim claim, boolean roleDiffers, TagDrift drift, BiConsumer<DeciderCase, Findings> row) {
        Observation seen = seen(sight, claim, roleDiffers, drift);
        for (Told told : Told.values()) {
            for (Approval approval : Approval.values()) {
                Remembered remembered =
                        new Remembered(status(told, drift, approval), memory(sight, claim, told), Scene.CREATED);
                for (Policy policy : POLICIES) {
                    for (boolean deleting : BOTH) {
                        row.accept(
                                new DeciderCase(sight, claim, roleDiffers, drift, deleting, told, approval, policy),
                                new Findings(
                                        desired(deleting, approval, policy),
                                        remembered,
                                        seen,
                                        claim.ownership,
                                        Optional.empty(),
                                        Timing.DEFAULT,
                                        NOW));
                    }
                }
            }
        }
    }

    /** How many rows there must be. */
    static long count() {
        long forms = 2L * Told.values().length * Approval.values().length * POLICIES.size();
        long present = Job.State.values().length;
        long others = sights().size() - present;
        return forms * (present * Claim.values().length * 2 * TagDrift.values().length + others * 2);
    }

    private static List<Policy> policies() {
        List<Policy> policies = new ArrayList<>(List.of(Policy.DEFAULT));
        for (DeletionPolicy deletion : DeletionPolicy.values()) {
            for (AdoptionPolicy adoption : AdoptionPolicy.values()) {
                for (ReplacementPolicy replacement : ReplacementPolicy.values()) {
                    for (TagPolicy tags : TagPolicy.values()) {
                        for (ManagementPolicy management : ManagementPolicy.values()) {
                            for (int bits = 0; bits < 4; bits++) {
                                policies.add(new Policy(
                                        deletion,
                                        adoption,
                                        replacement,
                                        tags,
                                        management,
                                        (bits & 1) != 0,
                                        (bits & 2) != 0));
                            }
                        }
                    }
                }
            }
        }
        return policies.stream().distinct().toList();
    }

    private static Observation seen(Sight sight, Claim claim, boolean roleDiffers, TagDrift drift) {
        if (sight.state().isPresent()) {
            return new Observation.Present(job(sight.state().get(), claim, roleDiffers, drift));
        }
        if (sight.failure().isPresent()) {
            return new Observation.Unreadable(Failure.refused(sight.failure().get(), "AWS says no."));
        }
        return sight.kind() == Observation.Absent.class
                ? new Observation.Absent(Optional.of(InMemorySyncJobs.ACCOUNT))
                : new Observation.NotNow(Duration.ofSeconds(3));
    }

    private static Job job(Job.State state, Claim claim, boolean roleDiffers, TagDrift drift) {
        String word = state == Job.State.UNKNOWN ? "HIBERNATING" : state.name();
        Job job = new Job(
                ARN, word, roleDiffers ? Scene.OTHER_ROLE : Scene.ROLE, CREATED, CREATED, null, null, Optional.empty());
        return claim == Claim.UNREAD ? job : job.withTags(tags(claim, drift));
    }

    private static Map<String, String> tags(Claim claim, TagDrift drift) {
        Map<String, String> tags = new HashMap<>(Map.of("team", "blue"));
        tags.putAll(
                switch (claim) {
                    case OURS, UNREAD -> Scene.US.tags();
                    case SAME_NAME -> Scene.PREDECESSOR.tags();
                    case NEIGHBOURS, ORPHANED -> Scene.NEIGHBOUR.tags();
                    case ANOTHERS -> Scene.STRANGER.tags();
                    case NOBODYS, NOBODYS_FOR_LONG -> Map.of();
                    case TORN, TORN_FOR_LONG -> Map.of("twinmaker.dev/cluster", Scene.US.cluster());
                });
        switch (drift) {
            case NONE -> {}
            case MISSING, UNRECORDED -> tags.remove("team");
            case SURPLUS -> tags.put("old", "x");
            case STRAY -> tags.put("finance", "x");
            case OWNER -> tags.computeIfPresent("twinmaker.dev/managed-by", (key, value) -> "somebody");
        }
        return tags;
    }

    private static Desired desired(boolean deleting, Approval approval, Policy policy) {
        Optional<String> annotation = switch (approval) {
            case NONE, RECORDED_UNASKED -> Optional.empty();
            case OF_ANOTHER_GENERATION -> Optional.of("2");
            case GIVEN, SPENT, RECORDED -> Optional.of("3");
        };
        return new Desired(
                Scene.US,
                Set.of(),
                Scene.CREATED,
                GENERATION,
                deleting ? NOW : null,
                true,
                List.of(),
                Scene.IDENTITY,
                Scene.ROLE,
                Map.of("team", "blue"),
                policy,
                new Requests(Optional.empty(), annotation, Optional.empty()),
                Optional.empty(),
                Optional.empty());
    }

    private static SyncJobStatus status(Told told, TagDrift drift, Approval approval) {
        @Nullable Replacement record = switch (approval) {
            case NONE, GIVEN, OF_ANOTHER_GENERATION -> null;
            case SPENT -> new Replacement(GENERATION, "2026-01-01T00:00:00Z", 1);
            case RECORDED, RECORDED_UNASKED -> new Replacement(GENERATION, Texts.precise(CREATED), 1);
        };
        return new SyncJobStatus(
                GENERATION,
                told == Told.NOTHING ? null : ARN,
                told == Told.JOB ? "ACTIVE" : null,
                told == Told.JOB ? Scene.ROLE : null,
                Scene.IDENTITY.region(),
                InMemorySyncJobs.ACCOUNT,
                told == Told.NOTHING ? null : Texts.precise(CREATED),
                drift == TagDrift.UNRECORDED ? List.of("old") : List.of("old", "team"),
                record,
                null,
                List.of(),
                List.of(),
                List.of());
    }

    private static Memory memory(Sight sight, Claim claim, Told told) {
        return Recollections.of(
                new Tally.Known(12, 3, false),
                claim == Claim.NOBODYS_FOR_LONG || claim == Claim.TORN_FOR_LONG
                        ? NOW.minus(Duration.ofMinutes(3))
                        : null,
                sight.again() ? NOW.minus(Duration.ofMinutes(2)) : null,
                told == Told.CLAIM_SENT ? NOW.minusSeconds(1) : null);
    }
}
