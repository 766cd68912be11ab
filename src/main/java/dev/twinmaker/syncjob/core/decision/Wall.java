package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.ReplacementPolicy;
import dev.twinmaker.syncjob.core.port.Job;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The one place that keeps an object which may only look from writing to AWS: it takes the action out of a decision, and
 * says what was left undone. Nothing behind it asks for the policy again.
 */
public final class Wall {

    /** In these the job was compared with the spec, or is known not to be there. */
    private static final Set<Situation> COMPARED = EnumSet.of(
            Situation.ADOPTING,
            Situation.REPLACEMENT_PROTECTED,
            Situation.ROLE_DIFFERS,
            Situation.FAILED,
            Situation.AWAITING_APPROVAL,
            Situation.AWAITING_APPROVAL_FOR_LONG,
            Situation.REPLACING,
            Situation.JOB_DELETING,
            Situation.ABSENT,
            Situation.JOB_CREATING,
            Situation.JOB_INITIALIZING,
            Situation.UPDATING_TAGS,
            Situation.ACTIVE,
            Situation.UNKNOWN_STATE);

    private Wall() {}

    /** The decision without its write, where the object may only look; else the same. */
    public static Decision behind(Findings f, Decision decision) {
        if (!f.policy().readOnly() || decision.action() instanceof Action.Release) {
            return decision;
        }
        if (f.desired().deleting()) {
            return decision.action() instanceof Action.Write write
                    ? Deletions.blocked(f.desired()).orElseThrow().planning(Plan.ofDeletion(f.desired(), write))
                    : decision;
        }
        Decision looking = decision.doing(new Action.None());
        if (!COMPARED.contains(decision.situation())) {
            return looking;
        }
        return f.policy().suspended() ? suspended(f, looking) : observed(f, looking);
    }

    private static Decision suspended(Findings f, Decision looking) {
        List<String> plan = Plan.of(f);
        if (f.absent() && Absence.createUnsettled(f.memory(), f.timing(), f.now())) {
            return looking;
        }
        if (f.absent()) {
            return looking.in(Situation.SUSPENDED_MISSING, undone(f, plan))
                    .drifted(Drifts.ofMissingJob())
                    .planning(plan);
        }
        boolean nothing = plan.isEmpty() && looking.drift().isEmpty();
        return nothing
                ? looking.in(Situation.SUSPENDED_IDLE, "").planning(plan)
                : looking.in(Situation.SUSPENDED_UNDONE, undone(f, plan)).planning(plan);
    }

    private static Decision observed(Findings f, Decision looking) {
        List<String> plan = Plan.of(f);
        if (f.absent()) {
            return looking.in(Situation.OBSERVED_MISSING, "")
                    .drifted(Drifts.ofMissingJob())
                    .planning(plan);
        }
        if (!looking.drift().isEmpty()) {
            return looking.in(Situation.OBSERVED_DIFFERS, "").planning(plan);
        }
        boolean failed = f.job().filter(job -> job.known() == Job.State.ERROR).isPresent();
        return failed
                ? looking.in(
                                Situation.FAILED,
                                "AWS reports the job as ERROR: "
                                        + Texts.sentence(f.job().orElseThrow().error()))
                        .planning(plan)
                : looking.planning(plan);
    }

    private static String undone(Findings f, List<String> plan) {
        if (plan.isEmpty()) {
            return "spec.suspend is true and the job differs from the spec; only a person can change that.";
        }
        boolean asks = f.policy().replacement() == ReplacementPolicy.ON_APPROVAL
                && plan.containsAll(Plan.ofReplacement(f.desired()));
        return "spec.suspend is true: the calls in status.plan wait until it is false"
                + (asks ? ", and then for an approval." : ".");
    }
}
