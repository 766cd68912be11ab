package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The calls to AWS that an object would lead to if it were allowed to act, in order. Pure. */
final class Plan {

    private final Findings findings;
    private final List<String> calls = new ArrayList<>();

    private Plan(Findings findings) {
        this.findings = findings;
    }

    public static List<String> of(Findings findings) {
        Plan plan = new Plan(findings);
        if (findings.absent()) {
            plan.calls.add(create(findings.desired()));
        }
        findings.job().ifPresent(plan::ofJob);
        return List.copyOf(plan.calls);
    }

    public static List<String> ofReplacement(Desired desired) {
        return List.of(delete(desired), create(desired));
    }

    public static List<String> ofDeletion(Desired desired, Action.Write write) {
        return write instanceof Action.Write.Disown disown
                ? List.of(untag(disown.job(), disown.keys()))
                : List.of(delete(desired));
    }

    private void ofJob(Job job) {
        Map<String, String> actual = new HashMap<>(job.tags().orElse(Map.of()));
        switch (findings.ownership()) {
            case OURS, UNREAD -> {}
            case NOBODYS, ORPHANED -> {
                if (!findings.policy().adopts()) {
                    return;
                }
                if (job.known() != Job.State.DELETING) {
                    adopt(job, actual);
                }
            }
            case TORN, NEIGHBOURS, ANOTHERS, SAME_NAME -> {
                return;
            }
        }
        if (job.known() == Job.State.DELETING) {
            calls.add(create(findings.desired()));
        } else if (Replacements.considered(findings.desired(), job)) {
            calls.addAll(ofReplacement(findings.desired()));
        } else if (job.tags().isPresent()) {
            mend(job, actual);
        }
    }

    private void adopt(Job job, Map<String, String> actual) {
        Map<String, String> owner = Tags.ofOwner(findings.desired(), actual).missing();
        calls.add(tag(job, owner));
        actual.putAll(owner);
    }

    private void mend(Job job, Map<String, String> actual) {
        Desired full = acting(findings.desired());
        Tags tags = Tags.compare(full, findings.remembered().status().tagKeys(), actual);
        if (!tags.fit()) {
            return;
        }
        if (tags.otherOwner()) {
            adopt(job, actual);
            tags = Tags.compare(full, findings.remembered().status().tagKeys(), actual);
        }
        Optional<String> set = tags.missing().isEmpty() ? Optional.empty() : Optional.of(tag(job, tags.missing()));
        Optional<String> removed =
                tags.surplus().isEmpty() ? Optional.empty() : Optional.of(untag(job, tags.surplus()));
        (tags.crowded() ? removed : set).ifPresent(calls::add);
        (tags.crowded() ? set : removed).ifPresent(calls::add);
    }

    /** The same object, were it allowed to act: then the owner tags count as well. */
    private static Desired acting(Desired desired) {
        Policy policy = desired.policy();
        return desired.with(new Policy(
                policy.deletion(),
                policy.adoption(),
                policy.replacement(),
                policy.tags(),
                Policy.DEFAULT.management(),
                false,
                policy.guarded()));
    }

    private static String create(Desired desired) {
        return "iottwinmaker:CreateSyncJob workspaceId=" + desired.identity().workspaceId() + " syncSource="
                + desired.identity().syncSource() + " syncRole=" + desired.roleArn() + " tags=" + Tags.wanted(desired);
    }

    private static String delete(Desired desired) {
        return "iottwinmaker:DeleteSyncJob workspaceId=" + desired.identity().workspaceId() + " syncSource="
                + desired.identity().syncSource();
    }

    private static String tag(Job job, Map<String, String> tags) {
        return "iottwinmaker:TagResource resourceARN=" + job.arn() + " tags=" + new TreeMap<>(tags);
    }

    private static String untag(Job job, Set<String> keys) {
        return "iottwinmaker:UntagResource resourceARN=" + job.arn() + " tagKeys=" + keys;
    }
}
