package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import dev.twinmaker.syncjob.simulator.RoleTrust;
import dev.twinmaker.syncjob.simulator.Simulator;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A stage on which accesses tell who may act where: teams with a namespace and an AWS account each. */
public final class Tenants implements AutoCloseable {

    private static final Set<Operation> WRITES = Set.of(
            Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB, Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE);

    private final Stage stage;
    private final AtomicInteger teams = new AtomicInteger();

    private Tenants(Stage stage) {
        this.stage = stage;
        stage.apply("deploy/accounts.yaml");
    }

    public static Tenants start() {
        return new Tenants(Stage.start());
    }

    public Stage stage() {
        return stage;
    }

    public Simulator simulator() {
        return stage.simulator();
    }

    /** An operator that acts for nobody without an access. */
    public OperatorProcess operator(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SYNCJOB_ACCOUNTS_ENABLED",
                "true",
                "SYNCJOB_REQUIRE_ACCESS",
                "true",
                "AWS_ENDPOINT_URL_STS",
                simulator().endpoint().toString()));
        settings.putAll(more);
        return stage.operator(settings);
    }

    /** Makes another team: a namespace with the label {@code team}, and an account with a workspace of its own. */
    Team team() {
        int number = teams.incrementAndGet();
        String name = "team-" + number;
        Team team = new Team(this, name, "%012d".formatted(100_000_000_000L + number), name + "-hall");
        account(team.account(), team.workspace());
        namespace(name, Map.of("team", name));
        return team;
    }

    /** The role that the operator assumes in an account. */
    public static String hub(String account) {
        return "arn:aws:iam::" + account + ":role/operator";
    }

    /** The role that the service assumes in an account. */
    public static String sync(String account) {
        return "arn:aws:iam::" + account + ":role/sync-plant";
    }

    /** An account with that role, which trusts the operator, and with these workspaces. */
    public void account(String account, String... workspaces) {
        simulator().iam().roles().put(RoleTrust.of(hub(account)).trusting(Stage.ACCOUNT));
        for (String workspace : workspaces) {
            simulator().world().addWorkspace(new Place(account, Stage.REGION), workspace);
        }
    }

    public void namespace(String name, Map<String, String> labels) {
        stage.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Applies an access for one namespace that allows the usual role and workspaces that begin with its name. */
    public void access(String namespace, String account) {
        access(namespace, "namespaces: [" + namespace + "]", account, namespace);
    }

    /**
     * Applies an access.
     *
     * @param whose one line of its spec
     * @param workspaces the beginning of what it allows
     */
    void access(String name, String whose, String account, String workspaces) {
        stage.applyText("""
                apiVersion: twinmaker.dev/v1alpha1
                kind: AwsAccess
                metadata:
                  name: %s
                spec:
                  %s
                  assumeRole:
                    roleArn: %s
                  allowedRoleArns: ["arn:aws:iam::%s:role/sync-*"]
                  allowedWorkspaces: ["%s*"]
                """.formatted(name, whose, hub(account), account, workspaces));
    }

    /** Applies a SyncJob of that namespace, with further lines in its spec. */
    public void syncJob(String namespace, String name, String workspace, String role, String... lines) {
        stage.applyText(manifest(namespace, name, workspace, role, lines));
    }

    static String manifest(String namespace, String name, String workspace, String role, String... lines) {
        return """
                apiVersion: twinmaker.dev/v1alpha1
                kind: SyncJob
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  workspaceId: %s
                  roleArn: %s
                  %s
                """.formatted(name, namespace, workspace, role, String.join("\n  ", lines));
    }

    public Optional<SyncJob> get(String namespace, String name) {
        return Optional.ofNullable(stage.client()
                .resources(SyncJob.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    void delete(String namespace, String name) {
        stage.client()
                .resources(SyncJob.class)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    public SyncJob await(String what, String namespace, String name, Predicate<SyncJob> expected) {
        return Awaitility.await(what)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(namespace, name).orElse(null), object -> object != null && expected.test(object));
    }

    /** Asks for a look at it. */
    public void look(String namespace, String name, String token) {
        stage.annotate(namespace, name, SyncJob.RECONCILE_REQUESTED_AT, token);
    }

    /** Waits until that look was made. */
    SyncJob awaitLooked(String namespace, String name, String token) {
        return await(
                "the look " + token + " is made",
                namespace,
                name,
                object -> token.equals(object.getStatus().lastHandledReconcileAt()));
    }

    public SyncJob awaitReady(String namespace, String name) {
        return await(
                namespace + "/" + name + " is ready",
                namespace,
                name,
                object -> Stage.is(object, Condition.READY, "True", "Active"));
    }

    /** Waits for that third condition; what its message says. */
    String awaitStalled(String namespace, String name, String reason) {
        SyncJob stalled = await(
                namespace + "/" + name + " is stalled by " + reason,
                namespace,
                name,
                object -> Stage.is(object, Condition.STALLED, "True", reason));
        return Stage.condition(stalled, Condition.STALLED).orElseThrow().message();
    }

    void awaitGone(String namespace, String name) {
        Awaitility.await(namespace + "/" + name + " is gone")
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(namespace, name).isEmpty());
    }

    public AwsAccess awaitAccess(String name, Predicate<AwsAccess> expected) {
        return Awaitility.await("the access " + name)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> stage.client()
                                .resources(AwsAccess.class)
                                .withName(name)
                                .get(),
                        access -> access != null && access.getStatus() != null && expected.test(access));
    }

    public void edit(String access, String mergePatch) {
        stage.client()
                .resources(AwsAccess.class)
                .withName(access)
                .patch(PatchContext.of(PatchType.JSON_MERGE), mergePatch);
    }

    static JobKey key(String account, String workspace) {
        return new JobKey(new Place(account, Stage.REGION), workspace, "SITEWISE");
    }

    Optional<JobView> job(String account, String workspace) {
        return simulator().world().job(key(account, workspace));
    }

    /** The writes of that account that AWS carried out, in order. */
    List<Operation> writes(String account) {
        return simulator().journal().entries().stream()
                .filter(entry -> WRITES.contains(entry.operation()) && entry.effect())
                .filter(entry -> account.equals(entry.key().place().account()))
                .map(JournalEntry::operation)
                .toList();
    }

    @Override
    public void close() {
        stage.close();
    }
}
