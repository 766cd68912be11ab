package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identities;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Inventory;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.core.port.Tally;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.iottwinmaker.model.CreateSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.GetSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerResponse;

/** {@link SyncJobs} by the SDK client of AWS IoT TwinMaker. */
public final class TwinMakerSyncJobs implements SyncJobs, AutoCloseable {

    /**
     * How AWS says that the source is connected elsewhere is not documented; a refusal as 402 or 400 is told from other
     * ones by its words.
     */
    private static final Pattern CONNECTED_ELSEWHERE = Pattern.compile(
            "another workspace|already (been )?(connected|synced|linked|associated|exists|in use|has a sync)",
            Pattern.CASE_INSENSITIVE);

    private final Connection connection;
    private final Budgets budgets;
    private final Calls calls;
    private final Slots slots = new Slots();
    private final TagPages tagPages;
    private final Resources resources;

    private TwinMakerSyncJobs(Connection connection) {
        this.connection = connection;
        this.budgets = connection.budgets();
        this.calls = connection.calls();
        this.tagPages = new TagPages(calls);
        this.resources = new Resources(calls);
    }

    /** With the credentials of the SDK's default chain. */
    public static TwinMakerSyncJobs ofEnvironment(AwsSettings settings, InstantSource clock) {
        return new TwinMakerSyncJobs(Connection.of(settings, Credentials.ofEnvironment(settings.callTimeout()), clock));
    }

    static TwinMakerSyncJobs of(AwsSettings settings, AwsCredentialsProvider chain, InstantSource clock) {
        return new TwinMakerSyncJobs(Connection.of(settings, new Credentials(chain, settings.callTimeout()), clock));
    }

    /** What there is, with the same client, credentials and budget. */
    public Inventory inventory() {
        return new TwinMakerInventory(calls, budgets);
    }

    /** The identities that calls are made as, with the same credentials. */
    public Identities identities() {
        return connection.identities();
    }

    /** Does that where so many calls can be signed and made right now; else tells the time after which to come back. */
    private <T> T inTurn(
            Identity identity, Budget budget, int cost, Caller caller, Function<Duration, T> notNow, Supplier<T> work) {
        Slots.Slot slot = slots.take(budgets.place(identity, caller.principal()), budget.slowed());
        if (slot == null) {
            return notNow.apply(slots.away());
        }
        try {
            Optional<Duration> delay = calls.turn(caller).or(() -> budget.take(cost, caller));
            return delay.isPresent() ? notNow.apply(delay.get()) : work.get();
        } finally {
            slot.giveBack();
        }
    }

    @Override
    public Observation look(Identity identity, boolean withTags, Caller caller) {
        Budget budget = budgets.reads(identity, caller.principal());
        return inTurn(
                identity,
                budget,
                withTags ? 2 : 1,
                caller,
                Observation.NotNow::new,
                () -> lookNow(identity, withTags, caller, budget));
    }

    private Observation lookNow(Identity identity, boolean withTags, Caller caller, Budget budget) {
        String what = what("GetSyncJob", identity);
        Calls.Answer<GetSyncJobResponse> answer = calls.make(
                budget,
                what,
                identity,
                caller,
                (client, signed) -> client.getSyncJob(r -> r.workspaceId(identity.workspaceId())
                        .syncSource(identity.syncSource())
                        .overrideConfiguration(signed)));
        if (caller.principal().role().isEmpty()) {
            answer.account().ifPresent(budgets::own);
        }
        Observation seen = seen(answer, identity, caller, what);
        if (!withTags) {
            return seen;
        }
        if (!(seen instanceof Observation.Present present)) {
            budget.giveBack(1);
            return seen;
        }
        return tagPages.of(present.job(), identity, caller, budget);
    }

    private Observation seen(Calls.Answer<GetSyncJobResponse> answer, Identity identity, Caller caller, String what) {
        Failure failure = answer.failure();
        if (failure != null) {
            return failure.kind() == Failure.Kind.NOT_FOUND
                    ? new Observation.Absent(answer.account())
                    : new Observation.Unreadable(failure);
        }
        Observation seen = JobAnswers.read(answer.value(), identity, what);
        Optional<String> account =
                seen instanceof Observation.Present present ? present.job().accountId() : Optional.empty();
        account.ifPresent(told -> calls.learn(caller, answer, told));
        boolean elsewhere = account.isPresent() && caller.account().isPresent() && !account.equals(caller.account());
        return elsewhere
                ? new Observation.Unreadable(
                        FailureTable.of(new OtherAccount(caller.account().get(), account.get()), what, Duration.ZERO))
                : seen;
    }

    @Override
    public Tally tally(Identity identity, Caller caller) {
        return resources.count(identity, caller, budgets.reads(identity, caller.principal()));
    }

    @Override
    public Outcome create(Identity identity, String roleArn, Map<String, String> tags, Caller caller) {
        Budget budget = budgets.writes(identity, caller.principal());
        return inTurn(
                identity,
                budget,
                1,
                caller,
                Outcome.NotNow::new,
                () -> createNow(identity, roleArn, tags, caller, budget));
    }

    private Outcome createNow(
            Identity identity, String roleArn, Map<String, String> tags, Caller caller, Budget budget) {
        String what = what("CreateSyncJob", identity) + " with role " + roleArn;
        Calls.Answer<CreateSyncJobResponse> answer = calls.make(
                budget,
                what,
                identity,
                caller,
                (client, signed) -> client.createSyncJob(r -> r.workspaceId(identity.workspaceId())
                        .syncSource(identity.syncSource())
                        .syncRole(roleArn)
                        .tags(tags)
                        .overrideConfiguration(signed)));
        if (answer.failure() != null) {
            return new Outcome.Rejected(cause(answer.failure(), identity, caller));
        }
        return JobAnswers.read(answer.value(), roleArn, tags, what);
    }

    /** Which of the causes that a refused create can have, where its code does not tell. */
    private Failure cause(Failure failure, Identity identity, Caller caller) {
        boolean ambiguous = failure.kind() == Failure.Kind.INVALID
                || failure.kind() == Failure.Kind.DENIED
                || failure.kind() == Failure.Kind.QUOTA
                || (failure.kind() == Failure.Kind.UNKNOWN && failure.effect() == Failure.Effect.NONE);
        if (!ambiguous) {
            return failure;
        }
        if (CONNECTED_ELSEWHERE.matcher(failure.text()).find()) {
            return Failure.refused(Failure.Kind.CONFLICT, failure.text());
        }
        Budget reads = budgets.reads(identity, caller.principal());
        reads.charge(1);
        Calls.Answer<?> workspace = calls.make(
                reads,
                what("GetWorkspace", identity),
                identity,
                caller,
                (client, signed) -> client.getWorkspace(
                        r -> r.workspaceId(identity.workspaceId()).overrideConfiguration(signed)));
        boolean missing = workspace.failure() != null && workspace.failure().kind() == Failure.Kind.NOT_FOUND;
        return missing ? Failure.refused(Failure.Kind.NOT_FOUND, failure.text()) : failure;
    }

    @Override
    public Outcome tag(Identity identity, Job job, Map<String, String> tags, Caller caller) {
        return write(
                "TagResource",
                identity,
                job,
                caller,
                (client, signed) -> client.tagResource(
                        r -> r.resourceARN(job.arn()).tags(tags).overrideConfiguration(signed)));
    }

    @Override
    public Outcome untag(Identity identity, Job job, Set<String> keys, Caller caller) {
        return write(
                "UntagResource",
                identity,
                job,
                caller,
                (client, signed) -> client.untagResource(
                        r -> r.resourceARN(job.arn()).tagKeys(keys).overrideConfiguration(signed)));
    }

    @Override
    public Outcome delete(Identity identity, Job job, Caller caller) {
        Outcome outcome = write(
                "DeleteSyncJob",
                identity,
                job,
                caller,
                (client, signed) -> client.deleteSyncJob(r -> r.workspaceId(identity.workspaceId())
                        .syncSource(identity.syncSource())
                        .overrideConfiguration(signed)));
        boolean gone = outcome instanceof Outcome.Rejected rejected
                && rejected.failure().kind() == Failure.Kind.NOT_FOUND;
        return gone ? new Outcome.Done(Optional.of(JobAnswers.inState(job, "DELETING")), "") : outcome;
    }

    private Outcome write(
            String operation,
            Identity identity,
            Job job,
            Caller caller,
            Calls.Request<? extends IoTTwinMakerResponse> request) {
        if (job.tags().isEmpty()) {
            throw new IllegalArgumentException("no " + operation + " without the tags that prove whose job it is");
        }
        Budget budget = budgets.writes(identity, caller.principal());
        String what = what(operation, identity);
        return inTurn(identity, budget, 1, caller, Outcome.NotNow::new, () -> {
            Calls.Answer<? extends IoTTwinMakerResponse> answer = calls.make(budget, what, identity, caller, request);
            return answer.failure() != null
                    ? new Outcome.Rejected(answer.failure())
                    : JobAnswers.read(answer.value(), job, what);
        });
    }

    @Override
    public void close() {
        connection.close();
    }

    static String what(String operation, Identity identity) {
        return "iottwinmaker:" + operation + " on workspace " + identity.workspaceId() + " in " + identity.region();
    }
}
