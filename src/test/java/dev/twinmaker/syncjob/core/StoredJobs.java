package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The jobs of all accounts, as they really are, and creates that take effect later. */
final class StoredJobs {

    private record Place(String account, Identity identity) {}

    /** A create, and when it takes effect. */
    record Creation(
            Instant due,
            String account,
            Identity identity,
            String roleArn,
            Map<String, String> tags,
            SyncJobs.Caller caller) {}

    /** A deletion takes longer than any call may be under way. */
    private static final int DELETION_SECONDS = 25;

    private final Map<Place, StoredJob> jobs = new LinkedHashMap<>();
    private final List<Creation> late = new ArrayList<>();

    StoredJobs() {}

    StoredJobs(StoredJobs other) {
        other.jobs.forEach((place, job) -> jobs.put(place, new StoredJob(job)));
        late.addAll(other.late);
    }

    List<Creation> underWay() {
        return List.copyOf(late);
    }

    @Nullable StoredJob get(String account, Identity identity) {
        return jobs.get(new Place(account, identity));
    }

    void put(String account, Identity identity, StoredJob job) {
        jobs.put(new Place(account, identity), job);
    }

    void remove(String account, Identity identity) {
        jobs.remove(new Place(account, identity));
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    void later(Creation create) {
        late.add(create);
    }

    boolean anythingUnderWay() {
        return !late.isEmpty();
    }

    /** Hands out the late creates that are due. */
    void ripen(Instant now, Consumer<Creation> due) {
        for (Creation create : List.copyOf(late)) {
            if (!create.due().isAfter(now)) {
                late.remove(create);
                due.accept(create);
            }
        }
    }

    /** Lets AWS work: CREATING, INITIALIZING, ACTIVE; DELETING, gone. */
    void move(Instant now, Duration lag) {
        jobs.values().removeIf(job -> "DELETING".equals(job.state) && aged(job, now, DELETION_SECONDS));
        for (StoredJob job : jobs.values()) {
            if ("CREATING".equals(job.state) && aged(job, now, 3)) {
                job.enter("INITIALIZING", now, lag);
            } else if ("INITIALIZING".equals(job.state) && aged(job, now, 5)) {
                job.enter("ACTIVE", now, lag);
            }
        }
    }

    static String arn(String account, Identity identity) {
        return "arn:aws:iottwinmaker:" + identity.region() + ":" + account + ":workspace/" + identity.workspaceId()
                + "/sync-job/" + identity.syncSource();
    }

    /** The answer to a delete of a job that went since the look. */
    static Job gone(Job job) {
        return new Job(job.arn(), "DELETING", job.roleArn(), job.created(), job.updated(), null, null, job.tags());
    }

    private static boolean aged(StoredJob job, Instant now, int seconds) {
        return !now.isBefore(job.updated.plusSeconds(seconds));
    }
}
