package dev.twinmaker.syncjob.core.decision;

import dev.twinmaker.syncjob.api.Drift;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a job differs from the spec, field by field. Pure. */
public final class Drifts {

    private static final String ROLE = "roleArn";
    private static final String JOB = "job";

    private Drifts() {}

    public static List<Drift> of(Desired desired, Job job, Optional<Tags> tags) {
        List<Drift> drift = new ArrayList<>();
        if (roleDiffers(desired, job)) {
            drift.add(new Drift(ROLE, desired.roleArn(), job.roleArn()));
        }
        Map<String, String> actual = job.tags().orElse(Map.of());
        tags.ifPresent(differing -> {
            differing.missing().forEach((key, value) -> drift.add(new Drift(field(key), value, actual.get(key))));
            differing.surplus().forEach(key -> drift.add(new Drift(field(key), null, actual.get(key))));
        });
        return drift;
    }

    static List<Drift> ofMissingJob() {
        return List.of(new Drift(JOB, "present", null));
    }

    static List<Drift> ofLeavingJob() {
        return List.of(new Drift(JOB, "present", Job.State.DELETING.name()));
    }

    public static boolean roleDiffers(Desired desired, Job job) {
        return job.roleArn() != null && !desired.roleArn().equals(job.roleArn());
    }

    /** In words, without the values, which can be long. */
    public static String sentence(List<Drift> drift) {
        List<String> parts = new ArrayList<>();
        for (Drift one : drift) {
            if (one.field().equals(ROLE)) {
                parts.add("the job has role " + one.observed() + ", the spec wants " + one.desired());
            } else if (one.field().equals(JOB)) {
                parts.add(one.observed() == null ? "there is no job" : "AWS is deleting the job");
            }
        }
        tags(drift, true).ifPresent(keys -> parts.add("tags to be set: " + keys));
        tags(drift, false).ifPresent(keys -> parts.add("tags to be removed: " + keys));
        String text = String.join("; ", parts) + ".";
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static Optional<String> tags(List<Drift> drift, boolean wanted) {
        String keys = drift.stream()
                .filter(one -> one.field().startsWith("tags[") && (one.desired() != null) == wanted)
                .map(one -> one.field().substring(5, one.field().length() - 1))
                .collect(Collectors.joining(", "));
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys);
    }

    private static String field(String key) {
        return "tags[" + key + "]";
    }
}
