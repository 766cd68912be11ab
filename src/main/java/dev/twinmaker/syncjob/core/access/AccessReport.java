package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.api.AccessReason;
import dev.twinmaker.syncjob.api.AwsAccessStatus;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identities.Proof;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an access says of itself. Pure. */
public final class AccessReport {

    private record Verdict(boolean ready, boolean stalled, AccessReason reason, String message) {
        static Verdict no(boolean stalled, AccessReason reason, String message) {
            return new Verdict(false, stalled, reason, message);
        }
    }

    private final Access access;
    private final long generation;
    private final AwsAccessStatus before;
    private final Instant now;

    private AccessReport(Access access, long generation, AwsAccessStatus before, Instant now) {
        this.access = access;
        this.generation = generation;
        this.before = before;
        this.now = now;
    }

    /**
     * The status to stand on the access; equal to the one before where nothing visible changed.
     *
     * @param proof what its identity came to; null where that was not asked
     * @param syncJobs how many use it
     */
    public static AwsAccessStatus status(
            Access access, @Nullable Proof proof, int syncJobs, long generation, AwsAccessStatus before, Instant now) {
        return new AccessReport(access, generation, before, now).status(proof, syncJobs);
    }

    private AwsAccessStatus status(@Nullable Proof proof, int syncJobs) {
        Optional<Verdict> verdict = verdict(proof);
        return new AwsAccessStatus(
                verdict.isPresent() ? Long.valueOf(generation) : before.observedGeneration(),
                account(proof, verdict),
                syncJobs,
                verdict.map(v -> conditions(v, syncJobs)).orElseGet(() -> asBefore(syncJobs)));
    }

    /** What was proven of another spec tells nothing of this one. */
    private @Nullable String account(@Nullable Proof proof, Optional<Verdict> verdict) {
        boolean same = Long.valueOf(generation).equals(before.observedGeneration());
        String known = verdict.isEmpty() || same ? before.accountId() : null;
        boolean ready = verdict.filter(Verdict::ready).isPresent();
        return ready && proof instanceof Proof.Proven proven ? proven.account().orElse(known) : known;
    }

    /** Empty where nothing is known yet. */
    private Optional<Verdict> verdict(@Nullable Proof proof) {
        if (access.fault().isPresent()) {
            return Optional.of(
                    Verdict.no(true, AccessReason.INVALID_SPEC, access.fault().get()));
        }
        if (proof instanceof Proof.Proven proven) {
            return Optional.of(proven(proven.account()));
        }
        if (proof instanceof Proof.Unproven unproven) {
            return Optional.of(told(unproven(unproven.failure())));
        }
        return Optional.empty();
    }

    private Verdict proven(Optional<String> account) {
        Optional<String> expected = access.account();
        if (expected.isEmpty()) {
            return new Verdict(true, false, AccessReason.OPERATOR_IDENTITY, "Calls are made as the operator itself.");
        }
        return expected.equals(account)
                ? new Verdict(true, false, AccessReason.ASSUMED, "The role can be assumed" + untagged() + ".")
                : Verdict.no(
                        true,
                        AccessReason.ACCOUNT_MISMATCH,
                        "The session of the role belongs to account " + account.orElse("?") + ", not to account "
                                + expected.get() + " of its ARN.");
    }

    /** The words of one trouble change from time to time; as long as it is the same one, the first ones stand. */
    private Verdict told(Verdict verdict) {
        return before.condition(Condition.READY)
                .filter(shown -> verdict.reason() == AccessReason.CREDENTIALS_UNAVAILABLE)
                .filter(shown -> shown.reason().equals(verdict.reason().text()))
                .filter(shown -> Long.valueOf(generation).equals(before.observedGeneration()))
                .map(shown -> Verdict.no(verdict.stalled(), verdict.reason(), shown.message()))
                .orElse(verdict);
    }

    /** A session that is nobody's has no tags, and so tells less than those that objects have. */
    private String untagged() {
        return access.role().filter(role -> !role.tags().isEmpty()).isPresent()
                        && access.probe()
                                .filter(probe -> probe.tags().isEmpty())
                                .isPresent()
                ? " without session tags; its SyncJobs send some, which is not tried here"
                : "";
    }

    private Verdict unproven(Failure failure) {
        return switch (failure.kind()) {
            case DENIED, INVALID ->
                Verdict.no(
                        true,
                        AccessReason.ACCESS_DENIED,
                        untagged().isEmpty()
                                ? failure.text()
                                : failure.text() + " It was asked for" + untagged() + ".");
            case OTHER_ACCOUNT -> Verdict.no(true, AccessReason.ACCOUNT_MISMATCH, failure.text());
            default -> Verdict.no(false, AccessReason.CREDENTIALS_UNAVAILABLE, failure.text());
        };
    }

    private List<Condition> conditions(Verdict verdict, int syncJobs) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(
                condition(Condition.READY, verdict.ready() ? "True" : "False", verdict.reason(), verdict.message()));
        if (access.leaving()) {
            conditions.add(inUse(syncJobs));
        } else if (!verdict.ready()) {
            conditions.add(condition(
                    verdict.stalled() ? Condition.STALLED : Condition.RECONCILING,
                    "True",
                    verdict.reason(),
                    verdict.message()));
        }
        return withOthers(conditions);
    }

    /** Nothing was found out; but that a deletion waits is known all the same. */
    private List<Condition> asBefore(int syncJobs) {
        if (!access.leaving()) {
            return before.conditions();
        }
        List<Condition> conditions = new ArrayList<>();
        before.condition(Condition.READY).ifPresent(conditions::add);
        conditions.add(inUse(syncJobs));
        return withOthers(conditions);
    }

    private List<Condition> withOthers(List<Condition> conditions) {
        before.conditions().stream().filter(condition -> !condition.ours()).forEach(conditions::add);
        return conditions;
    }

    private Condition inUse(int syncJobs) {
        return condition(
                Condition.STALLED,
                "True",
                AccessReason.IN_USE,
                "Its deletion waits for those who use it, SyncJobs: " + syncJobs
                        + ". Delete them, or take their namespaces out of this access and into another one to the same"
                        + " account.");
    }

    private Condition condition(String type, String status, AccessReason reason, String message) {
        String since = before.condition(type)
                .filter(old -> old.status().equals(status))
                .map(Condition::lastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new Condition(type, status, reason.text(), message, since, generation);
    }
}
