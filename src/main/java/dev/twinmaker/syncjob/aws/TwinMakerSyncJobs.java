package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.Failure;
import dev.twinmaker.syncjob.core.Identity;
import dev.twinmaker.syncjob.core.Job;
import dev.twinmaker.syncjob.core.Observation;
import dev.twinmaker.syncjob.core.Outcome;
import dev.twinmaker.syncjob.core.SyncJobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.CreateSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.DeleteSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.ErrorDetails;
import software.amazon.awssdk.services.iottwinmaker.model.GetSyncJobResponse;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerResponse;
import software.amazon.awssdk.services.iottwinmaker.model.ListTagsForResourceResponse;

/** {@link SyncJobs} by the SDK client of AWS IoT TwinMaker. */
public final class TwinMakerSyncJobs implements SyncJobs, AutoCloseable {

    private static final int MAX_TAG_PAGES = 20;

    /**
     * How AWS says that the source is connected elsewhere is not documented; a refusal as 402 or 400 is told from other
     * ones by its words.
     */
    private static final Pattern CONNECTED_ELSEWHERE = Pattern.compile(
            "another workspace|already (been )?(connected|synced|linked|associated|exists|in use|has a sync)",
            Pattern.CASE_INSENSITIVE);

    private final Clients clients;
    private final Budgets budgets;
    private final Calls calls;

    private TwinMakerSyncJobs(AwsSettings settings, AwsCredentialsProvider credentials, InstantSource clock) {
        this.clients = new Clients(settings, credentials);
        this.budgets = new Budgets(settings, clock);
        this.calls = new Calls(settings.callTimeout());
    }

    /** With the credentials of the SDK's default chain. */
    public static TwinMakerSyncJobs ofEnvironment(AwsSettings settings, InstantSource clock) {
        return new TwinMakerSyncJobs(settings, Credentials.ofEnvironment(settings.callTimeout()), clock);
    }

    static TwinMakerSyncJobs of(AwsSettings settings, AwsCredentialsProvider chain, InstantSource clock) {
        return new TwinMakerSyncJobs(settings, new Credentials(chain, settings.callTimeout()), clock);
    }

    @Override
    public Observation look(Identity identity, boolean withTags, Caller caller) {
        Budget budget = budgets.reads(identity);
        int cost = withTags ? 2 : 1;
        Optional<Duration> delay = budget.take(cost, caller);
        if (delay.isPresent()) {
            return new Observation.NotNow(delay.get());
        }
        String what = what("GetSyncJob", identity);
        Calls.Answer<GetSyncJobResponse> answer = calls.make(
                budget,
                what,
                () -> client(identity)
                        .getSyncJob(r -> r.workspaceId(identity.workspaceId()).syncSource(identity.syncSource())));
        Observation seen =
                answer.failure() == null ? present(answer.value(), identity, what) : missed(answer.failure());
        if (!withTags) {
            return seen;
        }
        if (!(seen instanceof Observation.Present present)) {
            budget.giveBack(1);
            return seen;
        }
        return withTags(present.job(), identity, budget);
    }

    private static Observation missed(Failure failure) {
        return failure.kind() == Failure.Kind.NOT_FOUND
                ? new Observation.Absent()
                : new Observation.Unreadable(failure);
    }

    private static Observation present(GetSyncJobResponse answer, Identity identity, String what) {
        if (answer.arn() == null
                || answer.status() == null
                || answer.status().stateAsString() == null
                || answer.syncRole() == null
                || answer.creationDateTime() == null) {
            return new Observation.Unreadable(FailureTable.unreadable(what, "an answer without its members"));
        }
        if (!identity.workspaceId().equals(answer.workspaceId())
                || !identity.syncSource().equals(answer.syncSource())) {
            return new Observation.Unreadable(FailureTable.unreadable(what, "an answer about another job"));
        }
        ErrorDetails error = answer.status().error();
        return new Observation.Present(new Job(
                answer.arn(),
                answer.status().stateAsString(),
                answer.syncRole(),
                answer.creationDateTime(),
                answer.updateDateTime(),
                error == null ? null : text(error.codeAsString()),
                error == null ? null : text(error.message()),
                Optional.empty()));
    }

    private static @Nullable String text(@Nullable String said) {
        return said == null || said.isBlank() ? null : AwsText.normalise(said);
    }

    /** Reads every page. The SDK has no paginator here, and a token that comes twice would never end. */
    private Observation withTags(Job job, Identity identity, Budget budget) {
        String what = what("ListTagsForResource", identity);
        Map<String, String> tags = new HashMap<>();
        Set<String> tokens = new HashSet<>();
        String token = null;
        for (int page = 0; page < MAX_TAG_PAGES; page++) {
            if (page > 0) {
                budget.charge(1);
            }
            String from = token;
            Calls.Answer<ListTagsForResourceResponse> answer = calls.make(
                    budget,
                    what,
                    () -> client(identity)
                            .listTagsForResource(r -> r.resourceARN(job.arn()).nextToken(from)));
            if (answer.failure() != null) {
                return untagged(answer.failure());
            }
            if (!answer.value().hasTags()) {
                return new Observation.Unreadable(FailureTable.unreadable(what, "an answer without its members"));
            }
            tags.putAll(answer.value().tags());
            token = answer.value().nextToken();
            if (token == null || token.isEmpty()) {
                return new Observation.Present(job.withTags(tags));
            }
            if (!tokens.add(token)) {
                break;
            }
        }
        return new Observation.Unreadable(FailureTable.unreadable(what, "pages without an end"));
    }

    /** The job was there a moment ago, so this "not found" is about its tags and says nothing of the job. */
    private static Observation untagged(Failure failure) {
        return failure.kind() == Failure.Kind.NOT_FOUND
                ? new Observation.Unreadable(new Failure(
                        Failure.Kind.UNAVAILABLE, Failure.Effect.NONE, failure.text(), failure.retryAfter()))
                : new Observation.Unreadable(failure);
    }

    @Override
    public Outcome create(Identity identity, String roleArn, Map<String, String> tags, Caller caller) {
        Budget budget = budgets.writes(identity);
        Optional<Duration> delay = budget.take(1, caller);
        if (delay.isPresent()) {
            return new Outcome.NotNow(delay.get());
        }
        String what = what("CreateSyncJob", identity) + " with role " + roleArn;
        Calls.Answer<CreateSyncJobResponse> answer = calls.make(
                budget,
                what,
                () -> client(identity)
                        .createSyncJob(r -> r.workspaceId(identity.workspaceId())
                                .syncSource(identity.syncSource())
                                .syncRole(roleArn)
                                .tags(tags)));
        if (answer.failure() != null) {
            return new Outcome.Rejected(cause(answer.failure(), identity));
        }
        CreateSyncJobResponse created = answer.value();
        if (created.arn() == null || created.creationDateTime() == null || created.stateAsString() == null) {
            return new Outcome.Rejected(FailureTable.unreadable(what, "an answer without its members"));
        }
        Job job = new Job(
                created.arn(),
                created.stateAsString(),
                roleArn,
                created.creationDateTime(),
                null,
                null,
                null,
                Optional.of(Map.copyOf(tags)));
        return new Outcome.Done(Optional.of(job), requestId(created));
    }

    /** Which of the causes that a refused create can have, where its code does not tell. */
    private Failure cause(Failure failure, Identity identity) {
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
        Budget reads = budgets.reads(identity);
        reads.charge(1);
        Calls.Answer<?> workspace = calls.make(
                reads,
                what("GetWorkspace", identity),
                () -> client(identity).getWorkspace(r -> r.workspaceId(identity.workspaceId())));
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
                () -> client(identity).tagResource(r -> r.resourceARN(job.arn()).tags(tags)));
    }

    @Override
    public Outcome untag(Identity identity, Job job, Set<String> keys, Caller caller) {
        return write(
                "UntagResource",
                identity,
                job,
                caller,
                () -> client(identity)
                        .untagResource(r -> r.resourceARN(job.arn()).tagKeys(keys)));
    }

    @Override
    public Outcome delete(Identity identity, Job job, Caller caller) {
        Outcome outcome = write(
                "DeleteSyncJob",
                identity,
                job,
                caller,
                () -> client(identity)
                        .deleteSyncJob(
                                r -> r.workspaceId(identity.workspaceId()).syncSource(identity.syncSource())));
        boolean gone = outcome instanceof Outcome.Rejected rejected
                && rejected.failure().kind() == Failure.Kind.NOT_FOUND;
        return gone ? new Outcome.Done(Optional.of(inState(job, "DELETING")), "") : outcome;
    }

    private Outcome write(
            String operation,
            Identity identity,
            Job job,
            Caller caller,
            Supplier<? extends IoTTwinMakerResponse> request) {
        if (job.tags().isEmpty()) {
            throw new IllegalArgumentException("no " + operation + " without the tags that prove whose job it is");
        }
        Budget budget = budgets.writes(identity);
        Optional<Duration> delay = budget.take(1, caller);
        if (delay.isPresent()) {
            return new Outcome.NotNow(delay.get());
        }
        String what = what(operation, identity);
        Calls.Answer<? extends IoTTwinMakerResponse> answer = calls.make(budget, what, request);
        if (answer.failure() != null) {
            return new Outcome.Rejected(answer.failure());
        }
        String state = answer.value() instanceof DeleteSyncJobResponse deleted ? deleted.stateAsString() : job.state();
        return state == null
                ? new Outcome.Rejected(FailureTable.unreadable(what, "an answer without its members"))
                : new Outcome.Done(Optional.of(inState(job, state)), requestId(answer.value()));
    }

    @Override
    public void close() {
        clients.close();
    }

    private IoTTwinMakerClient client(Identity identity) {
        return clients.in(identity.region());
    }

    private static Job inState(Job job, String state) {
        Instant updated = job.updated();
        return new Job(job.arn(), state, job.roleArn(), job.created(), updated, null, null, job.tags());
    }

    private static String requestId(IoTTwinMakerResponse response) {
        return response.responseMetadata() == null
                ? ""
                : response.responseMetadata().requestId();
    }

    private static String what(String operation, Identity identity) {
        return "iottwinmaker:" + operation + " on workspace " + identity.workspaceId() + " in " + identity.region();
    }
}
