package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.AwsDouble;
import dev.twinmaker.syncjob.core.Fault;
import dev.twinmaker.syncjob.core.Faults;
import dev.twinmaker.syncjob.core.Operation;
import dev.twinmaker.syncjob.core.SentCalls;
import dev.twinmaker.syncjob.core.SettableClock;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobState;
import dev.twinmaker.syncjob.simulator.Simulator;
import dev.twinmaker.syncjob.simulator.SyncResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;

/** The simulator as a history uses it: the port is the adapter with the real SDK, over HTTP. */
final class SimulatedAws implements AwsDouble {

    static final String ACCOUNT = "123456789012";
    static final JobKey KEY = JobKey.of(IDENTITY.region(), IDENTITY.workspaceId());

    /** A deletion takes longer than any call may be under way. */
    private static final Duration DELETING = Duration.ofSeconds(25);

    private final Simulator simulator;
    private final IoTTwinMakerClient stranger;
    private final Faults faults = new Faults();
    private final FaultyCalls jobs;
    private final SimulatedCredentials credentials;

    /**
     * @param clock that of the history, which the simulator keeps to
     * @param adapter the adapter before that simulator, with those credentials
     * @param stranger somebody else of the account
     */
    SimulatedAws(
            SettableClock clock,
            Simulator simulator,
            SyncJobs adapter,
            SimulatedCredentials credentials,
            IoTTwinMakerClient stranger) {
        this.simulator = simulator;
        this.stranger = stranger;
        this.credentials = credentials;
        simulator.reset();
        simulator.knobs().lifecycle.deleting = DELETING;
        credentials.mapKeys(simulator.iam());
        jobs = new FaultyCalls(adapter, faults, simulator, clock, this::create);
        resources(List.of(SyncResource.asset("pump"), SyncResource.asset("press"), SyncResource.model("machine")));
    }

    Simulator simulator() {
        return simulator;
    }

    @Override
    public SyncJobs jobs() {
        return jobs;
    }

    @Override
    public SentCalls sent() {
        return jobs.sent();
    }

    @Override
    public Optional<Actual> actual() {
        return simulator
                .world()
                .job(KEY)
                .map(job -> new Actual(job.status().state().name(), job.role(), job.tags(), job.resources()));
    }

    @Override
    public void account(String id) {
        credentials.belongTo(id);
    }

    @Override
    public void next(Operation operation, Fault fault) {
        faults.next(operation, fault);
    }

    @Override
    public void lag(Duration ofJobs, Duration ofTags) {
        simulator.knobs().consistency.hiddenAfterCreate = ofJobs;
        simulator.knobs().consistency.stateLag = ofJobs;
        simulator.knobs().consistency.tagLag = ofTags;
    }

    @Override
    public void heal() {
        faults.clear();
        lag(Duration.ZERO, Duration.ZERO);
    }

    @Override
    public void create(Map<String, String> tags) {
        create(ROLE, tags);
    }

    private void create(String roleArn, Map<String, String> tags) {
        stranger.createSyncJob(request -> request.workspaceId(IDENTITY.workspaceId())
                .syncSource(IDENTITY.syncSource())
                .syncRole(roleArn)
                .tags(tags));
    }

    @Override
    public void delete() {
        stranger.deleteSyncJob(
                request -> request.workspaceId(IDENTITY.workspaceId()).syncSource(IDENTITY.syncSource()));
    }

    @Override
    public void vanish() {
        simulator.world().removeJob(KEY);
    }

    @Override
    public void fail() {
        simulator.world().setState(KEY, JobState.ERROR, "SYNC_PROCESSING_ERROR", "The model cannot be read.");
    }

    @Override
    public void empty() {
        resources(List.of());
    }

    private void resources(List<SyncResource> found) {
        simulator.world().setResources(KEY, found);
    }

    @Override
    public void retag(Map<String, String> tags) {
        simulator.world().replaceTags(KEY, tags);
    }
}
