package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a job. Its states lie on a timetable that is laid down when something happens to the job and read
 * at any moment, past ones included; nothing runs in the background.
 */
final class SyncJob implements TagOperations.Tagged {

    private final JobKey key;
    private final String role;
    private final Instant created;
    private final TreeMap<Instant, JobStatus> timetable = new TreeMap<>();
    private final TreeMap<Instant, Map<String, String>> tags = new TreeMap<>();
    private List<SyncResource> resources;
    private @Nullable Instant gone;
    private int reads;
    private int readsWhenGone;

    SyncJob(JobKey key, String role, Map<String, String> tags, List<SyncResource> resources, Instant created) {
        this.key = key;
        this.role = role;
        this.created = created;
        this.resources = List.copyOf(resources);
        this.tags.put(created, Map.copyOf(tags));
        timetable.put(created, JobStatus.healthy(JobState.CREATING, created));
    }

    JobKey key() {
        return key;
    }

    String role() {
        return role;
    }

    Instant created() {
        return created;
    }

    List<SyncResource> resources() {
        return resources;
    }

    void resources(List<SyncResource> found) {
        resources = List.copyOf(found);
    }

    /** Lays down the way from CREATING to the end of the initial copy. */
    void start(Knobs.Lifecycle pace, Optional<BadRole> badRole) {
        Instant loaded = created.plus(pace.creating);
        if (badRole.isPresent() && badRole.get().failsIn() == JobState.CREATING) {
            fail(badRole.get().errorCode(), badRole.get().message(), loaded);
            return;
        }
        initialize(pace, badRole, loaded);
    }

    private void initialize(Knobs.Lifecycle pace, Optional<BadRole> badRole, Instant from) {
        enter(JobStatus.healthy(JobState.INITIALIZING, from));
        Instant copied = from.plus(pace.initializing).plus(pace.initializingPerResource.multipliedBy(resources.size()));
        if (badRole.isPresent()) {
            fail(badRole.get().errorCode(), badRole.get().message(), copied);
            return;
        }
        switch (pace.initialization) {
            case SUCCEEDS -> enter(JobStatus.healthy(JobState.ACTIVE, copied));
            case FAILS -> fail("SYNC_INITIALIZING_ERROR", "The initial copy of the assets failed.", copied);
            case NEVER_ENDS -> {}
        }
    }

    /** Goes back to INITIALIZING, as a job would that recovers from ERROR. */
    void resume(Knobs.Lifecycle pace, Instant now) {
        timetable.tailMap(now, true).clear();
        initialize(pace, Optional.empty(), now);
    }

    /** Enters a state and forgets what was to come after it. */
    void enter(JobStatus status) {
        timetable.tailMap(status.since(), true).clear();
        timetable.put(status.since(), status);
    }

    private void fail(String code, String message, Instant at) {
        enter(JobStatus.failed(code, message, at));
    }

    /** Begins deletion; a stuck one shows an error when it should have ended, and goes on being DELETING. */
    void delete(Knobs.Lifecycle pace, Instant now) {
        enter(JobStatus.healthy(JobState.DELETING, now));
        Instant end = now.plus(deletionTime(pace));
        if (pace.deletionSticks) {
            enter(new JobStatus(
                    JobState.DELETING, "SYNC_DELETING_ERROR", "Some synced entities could not be deleted.", end));
        } else {
            gone = end;
        }
    }

    /** Lets a stuck deletion go on to its end. */
    void release(Knobs.Lifecycle pace, Instant now) {
        enter(JobStatus.healthy(JobState.DELETING, now));
        gone = now.plus(deletionTime(pace));
    }

    void vanish(Instant now) {
        gone = now;
    }

    private Duration deletionTime(Knobs.Lifecycle pace) {
        return pace.deleting.plus(pace.deletingPerResource.multipliedBy(resources.size()));
    }

    boolean liveAt(Instant moment) {
        return !moment.isBefore(created) && !goneAt(moment);
    }

    boolean goneAt(Instant moment) {
        return gone != null && !moment.isBefore(gone);
    }

    /** The end of the job if it has one. */
    Optional<Instant> end() {
        return Optional.ofNullable(gone);
    }

    /** The status at a moment, which for the time before creation is the first one. */
    JobStatus statusAt(Instant moment) {
        Map.Entry<Instant, JobStatus> entry = timetable.floorEntry(moment);
        return entry == null ? timetable.firstEntry().getValue() : entry.getValue();
    }

    @Override
    public Map<String, String> tagsAt(Instant moment) {
        Map.Entry<Instant, Map<String, String>> entry = tags.floorEntry(moment);
        return entry == null ? tags.firstEntry().getValue() : entry.getValue();
    }

    @Override
    public void tags(Map<String, String> all, Instant now) {
        tags.put(now, Map.copyOf(all));
    }

    /** Counts a read, and says whether it is still among the first ones that do not see the job. */
    boolean hiddenFromRead(int hiddenReads) {
        reads++;
        return reads <= hiddenReads;
    }

    /** Counts a read after the end, and says whether it sees the job once more. */
    boolean reappears(int reappearances) {
        readsWhenGone++;
        return readsWhenGone > 1 && readsWhenGone <= 1 + reappearances;
    }

    /** The resources as ListSyncResources shows them at a moment. */
    List<ResourceView> resourcesAt(Instant moment) {
        JobStatus status = statusAt(moment);
        List<ResourceView> views = new ArrayList<>();
        if (status.state() == JobState.CREATING) {
            return views;
        }
        int progress = progress(status, moment);
        int from = status.state() == JobState.DELETING ? progress : 0;
        for (int i = from; i < resources.size(); i++) {
            views.add(ResourceView.of(resources.get(i), resourceState(status, i, progress), status.since()));
        }
        return views;
    }

    private static String resourceState(JobStatus status, int index, int progress) {
        if (status.state() != JobState.INITIALIZING || index < progress) {
            return "IN_SYNC";
        }
        return index == progress ? "PROCESSING" : "INITIALIZING";
    }

    /** How many resources the present state is done with, in proportion to the time it takes. */
    private int progress(JobStatus status, Instant moment) {
        if (status.errorCode() != null) {
            return resources.size() / 2;
        }
        Instant next = timetable.higherKey(status.since());
        Instant end = next == null ? gone : next;
        if (end == null || !end.isAfter(status.since())) {
            return 0;
        }
        double share = (double) Duration.between(status.since(), moment).toNanos()
                / Duration.between(status.since(), end).toNanos();
        return (int) (resources.size() * Math.max(0, Math.min(1, share)));
    }
}
