package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The workspaces and jobs there are, and what happens to them behind the operator's back.
 *
 * <p>The public methods are the hand of somebody outside the API: they need no permission, count against no rate limit
 * and appear in no journal. All methods are atomic.
 */
public final class World {

    /** Enough ended incarnations of a key to serve lagging readers. */
    private static final int INCARNATIONS_KEPT = 8;

    private final SimulatorOptions options;
    private final Knobs knobs;
    private final SimulatedClock clock;
    private final Map<Place, SortedMap<String, Workspace>> workspaces = new HashMap<>();
    private final Map<JobKey, Deque<SyncJob>> jobs = new HashMap<>();
    private final Map<JobKey, Knobs.Lifecycle> paces = new HashMap<>();
    private final Map<JobKey, List<SyncResource>> resources = new HashMap<>();
    private final Map<String, BadRole> badRoles = new HashMap<>();
    private final Map<String, Instant> rolesFirstNamed = new HashMap<>();

    World(SimulatorOptions options, Knobs knobs, SimulatedClock clock) {
        this.options = options;
        this.knobs = knobs;
        this.clock = clock;
    }

    /** Makes a workspace if it does not exist. */
    public synchronized void addWorkspace(Place place, String workspaceId) {
        workspacesIn(place).computeIfAbsent(workspaceId, id -> new Workspace(place, id, clock.instant()));
    }

    /** Removes a workspace and its jobs at once. */
    public synchronized void removeWorkspace(Place place, String workspaceId) {
        workspacesIn(place).remove(workspaceId);
        Set<JobKey> keys = new HashSet<>(jobs.keySet());
        keys.removeIf(key -> !key.place().equals(place) || !key.workspaceId().equals(workspaceId));
        keys.forEach(this::removeJob);
    }

    /** Puts a job into the world, in place of the one of the same key if there is one. Its workspace is made if need be. */
    public synchronized void addJob(JobSeed seed) {
        Instant now = clock.instant();
        removeJob(seed.key());
        addWorkspace(seed.key().place(), seed.key().workspaceId());
        SyncJob job = new SyncJob(seed.key(), seed.role(), seed.tags(), seed.resources(), now);
        job.enter(status(seed.state(), seed.errorCode(), seed.errorMessage(), now));
        keep(job);
    }

    /** Deletes a job at once, without a DELETING in between. */
    public synchronized void removeJob(JobKey key) {
        Instant now = clock.instant();
        live(key).ifPresent(job -> job.vanish(now));
    }

    /** Replaces a job by an ACTIVE one with another role and other tags, as somebody else would. */
    public synchronized void recreateJob(JobKey key, String role, Map<String, String> tags) {
        addJob(JobSeed.active(key, role).tagged(tags));
    }

    /** Puts a live job into a state, where it stays. */
    public synchronized void setState(JobKey key, JobState state, String errorCode, String errorMessage) {
        need(key).enter(status(state, errorCode, errorMessage, clock.instant()));
    }

    /** Puts a live job into ERROR with SYNC_PROCESSING_ERROR, from which it recovers to ACTIVE by itself. */
    public synchronized void failFor(JobKey key, String message, Duration time) {
        SyncJob job = need(key);
        Instant now = clock.instant();
        job.enter(JobStatus.failed("SYNC_PROCESSING_ERROR", message, now));
        job.enter(JobStatus.healthy(JobState.ACTIVE, now.plus(time)));
    }

    /** Adds tags to a live job, those with reserved keys included. */
    public synchronized void addTags(JobKey key, Map<String, String> more) {
        SyncJob job = need(key);
        Map<String, String> all = new HashMap<>(job.tagsAt(clock.instant()));
        all.putAll(more);
        job.tags(all, clock.instant());
    }

    /** Gives a live job exactly these tags. */
    public synchronized void replaceTags(JobKey key, Map<String, String> tags) {
        need(key).tags(tags, clock.instant());
    }

    /** Lets a deletion that is stuck go on. */
    public synchronized void release(JobKey key) {
        need(key).release(paceOf(key), clock.instant());
    }

    /** Gives the jobs of one key, from the next change on, a timetable of their own. */
    public synchronized void setPace(JobKey key, Knobs.Lifecycle pace) {
        paces.put(key, pace);
    }

    /** Sets the resources of the live job of this key and of those to come. */
    public synchronized void setResources(JobKey key, List<SyncResource> found) {
        resources.put(key, List.copyOf(found));
        live(key).ifPresent(job -> job.resources(found));
    }

    /** Makes jobs that are created with this role from now on fail. */
    public synchronized void markRoleBad(String roleArn, BadRole consequence) {
        badRoles.put(roleArn, consequence);
    }

    /** Repairs a role; jobs in ERROR stay there unless the knob says that they heal. */
    public synchronized void markRoleGood(String roleArn) {
        badRoles.remove(roleArn);
        if (!knobs.lifecycle.errorHealsWithRole) {
            return;
        }
        Instant now = clock.instant();
        allLive(now)
                .filter(job -> job.role().equals(roleArn))
                .filter(job -> job.statusAt(now).state() == JobState.ERROR)
                .forEach(job -> job.resume(paceOf(job.key()), now));
    }

    /** The live job of a key. */
    public synchronized Optional<JobView> job(JobKey key) {
        return live(key).map(this::view);
    }

    /** All live jobs, in no order. */
    public synchronized List<JobView> jobs() {
        return allLive(clock.instant()).map(this::view).toList();
    }

    synchronized List<Workspace> allWorkspaces() {
        return workspaces.values().stream()
                .flatMap(byId -> byId.values().stream())
                .toList();
    }

    synchronized Map<String, BadRole> badRoles() {
        return Map.copyOf(badRoles);
    }

    synchronized void clear() {
        workspaces.clear();
        jobs.clear();
        paces.clear();
        resources.clear();
        badRoles.clear();
        rolesFirstNamed.clear();
    }

    synchronized SortedMap<String, Workspace> workspacesIn(Place place) {
        return workspaces.computeIfAbsent(place, this::withDefaults);
    }

    private SortedMap<String, Workspace> withDefaults(Place place) {
        SortedMap<String, Workspace> byId = new TreeMap<>();
        if (place.account().equals(options.account())) {
            options.workspaces().forEach(id -> byId.put(id, new Workspace(place, id, clock.instant())));
        }
        return byId;
    }

    /** The last incarnation of a key, which may have ended. */
    synchronized Optional<SyncJob> latest(JobKey key) {
        return Optional.ofNullable(jobs.get(key)).map(Deque::getLast);
    }

    synchronized Optional<SyncJob> live(JobKey key) {
        Instant now = clock.instant();
        return latest(key).filter(job -> job.liveAt(now));
    }

    /** The jobs of a place that were live at a moment, sorted by workspace and source. */
    synchronized List<SyncJob> liveAt(Place place, Instant moment) {
        return jobs.entrySet().stream()
                .filter(entry -> entry.getKey().place().equals(place))
                .flatMap(entry -> entry.getValue().stream())
                .filter(job -> job.liveAt(moment))
                .sorted((a, b) -> a.key().arn().compareTo(b.key().arn()))
                .toList();
    }

    /** Creates a job on its timetable. */
    synchronized SyncJob create(JobKey key, String role, Map<String, String> tags) {
        Instant now = clock.instant();
        Knobs.Lifecycle pace = paceOf(key);
        List<SyncResource> found = resources.getOrDefault(key, assets(pace.resourcesPerJob));
        SyncJob job = new SyncJob(key, role, tags, found, now);
        Optional<BadRole> bad = Optional.ofNullable(badRoles.get(role));
        job.start(pace, roleTooNew(role) ? bad.or(() -> Optional.of(BadRole.notAssumable())) : bad);
        keep(job);
        return job;
    }

    /** Whether a role was first named too short a time ago; asking names it. */
    synchronized boolean roleTooNew(String role) {
        Instant now = clock.instant();
        Instant first = rolesFirstNamed.computeIfAbsent(role, unused -> now);
        return now.isBefore(first.plus(knobs.consistency.rolePropagation));
    }

    synchronized Knobs.Lifecycle paceOf(JobKey key) {
        return paces.getOrDefault(key, knobs.lifecycle);
    }

    private static List<SyncResource> assets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SyncResource.asset("asset-" + i))
                .toList();
    }

    private static JobStatus status(JobState state, String code, String message, Instant since) {
        return code.isEmpty() ? JobStatus.healthy(state, since) : new JobStatus(state, code, message, since);
    }

    private void keep(SyncJob job) {
        Deque<SyncJob> incarnations = jobs.computeIfAbsent(job.key(), unused -> new ArrayDeque<>());
        incarnations.addLast(job);
        if (incarnations.size() > INCARNATIONS_KEPT) {
            incarnations.removeFirst();
        }
    }

    private SyncJob need(JobKey key) {
        return live(key).orElseThrow(() -> new IllegalArgumentException("no live job " + key.arn()));
    }

    private Stream<SyncJob> allLive(Instant moment) {
        return jobs.values().stream().map(Deque::getLast).filter(job -> job.liveAt(moment));
    }

    private JobView view(SyncJob job) {
        Instant now = clock.instant();
        return new JobView(
                job.key(),
                job.key().arn(),
                job.role(),
                job.statusAt(now),
                job.tagsAt(now),
                job.created(),
                job.resources().size());
    }
}
