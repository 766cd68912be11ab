package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.controlplane.AuditEvent;
import dev.twinmaker.syncjob.controlplane.ControlPlane;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import dev.twinmaker.syncjob.simulator.Simulator;
import dev.twinmaker.syncjob.simulator.SimulatorOptions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A control plane with the CRD and the chart's rights, a simulator, and operators that run under the chart's
 * ServiceAccount. What one test leaves behind is no other's trouble.
 */
public final class Stage implements AutoCloseable {

    public static final String ACCOUNT = "123456789012";
    public static final String REGION = "eu-central-1";
    public static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/twinmaker-sync";
    public static final String NAMESPACE = "default";

    /** An interval so long that no periodic look falls into a test. */
    static final String NEVER = "87600h";

    private static final String OPERATOR = "syncjob-operator";
    /** A limit on a call that the first ones of a process keep too, on any machine: they load the SDK. */
    static final String COLD_CALL = "10s";

    static final String SERVICE_ACCOUNT = "system:serviceaccount:" + OPERATOR + ":" + OPERATOR;

    private final ControlPlane plane;
    private final Simulator simulator;
    private final boolean guest;
    private final KubernetesClient client;
    private final Path rights;
    private final Operators operators;

    private Stage(ControlPlane plane, Simulator simulator, boolean guest) {
        this.plane = plane;
        this.simulator = simulator;
        this.guest = guest;
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(plane.kubeconfig().toFile()))
                .build();
        apply("crds");
        apply("deploy/operator.yaml");
        SharedPlanes.furnished(plane, client);
        rights = plane.kubeconfigFor(OPERATOR, OPERATOR);
        operators = new Operators(plane.folder(), rights, simulator.endpoint());
        fast();
    }

    /** For who does as users and operators do: its API server has been another test's before, and has forgotten it. */
    static Stage shared() {
        return new Stage(SharedPlanes.take(), aws(), false);
    }

    /** For who changes the cluster itself, or breaks it: its API server is its own. */
    public static Stage start() {
        return new Stage(ControlPlane.start(), aws(), false);
    }

    private static Simulator aws() {
        SimulatorOptions options = SimulatorOptions.defaults().onPort(0).withoutThrottling();
        return Simulator.start(options, InstantSource.system());
    }

    /** Another cluster that works in the same AWS account. It must be closed before the first. */
    public Stage neighbour() {
        return new Stage(ControlPlane.start(), simulator, true);
    }

    /** Transitions that take a moment instead of seconds. */
    private void fast() {
        simulator.knobs().lifecycle.creating = Duration.ofMillis(300);
        simulator.knobs().lifecycle.initializing = Duration.ofMillis(600);
        simulator.knobs().lifecycle.deleting = Duration.ofMillis(300);
        workspace(REGION, "plant");
    }

    public ControlPlane plane() {
        return plane;
    }

    public Simulator simulator() {
        return simulator;
    }

    public KubernetesClient client() {
        return client;
    }

    /** The kubeconfig of the operator's ServiceAccount. */
    public Path rights() {
        return rights;
    }

    public void apply(String file) {
        new Manifests(client).apply(Path.of(file));
    }

    /** Applies a manifest that is at hand as text. */
    public void applyText(String manifest) {
        new Manifests(client).apply(manifest);
    }

    /** Starts an operator with short waits and waits until it is ready. */
    public OperatorProcess operator() {
        return operator(Map.of());
    }

    /** The same with other settings. */
    public OperatorProcess operator(Map<String, String> settings) {
        return launch(settings).awaitReady();
    }

    /** Runs a command of the packaged operator with the operator's rights; its output. */
    public String command(String... arguments) {
        return operators.command(arguments);
    }

    /** The same without waiting. */
    public OperatorProcess launch(Map<String, String> settings, String... jvmOptions) {
        return operators.launch(settings, jvmOptions);
    }

    /** Makes a workspace in AWS. */
    public void workspace(String region, String id) {
        simulator.world().addWorkspace(new Place(ACCOUNT, region), id);
    }

    /** A SyncJob of workspace {@code plant} in the operator's region, not yet applied. */
    public static SyncJob syncJob(String name) {
        return syncJob(name, REGION, "plant");
    }

    public static SyncJob syncJob(String name, String region, String workspace) {
        SyncJob object = new SyncJob();
        object.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        object.setSpec(SyncJobSpec.of(workspace, "SITEWISE", ROLE, null, region));
        return object;
    }

    public SyncJob create(SyncJob object) {
        return client.resource(object).create();
    }

    /** Edits an object as a user does, by a JSON merge patch. */
    public SyncJob patch(String name, String json) {
        return patch(NAMESPACE, name, json);
    }

    private SyncJob patch(String namespace, String name, String json) {
        return client.resources(SyncJob.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    public void annotate(String name, String key, String value) {
        annotate(NAMESPACE, name, key, value);
    }

    void annotate(String namespace, String name, String key, String value) {
        patch(namespace, name, Serialization.asJson(Map.of("metadata", Map.of("annotations", Map.of(key, value)))));
    }

    /** An event is told after what it tells of, so it may come a moment later. */
    public void awaitEvent(String name, String reason) {
        Awaitility.await(reason + " is told of " + name)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> events(name).contains(reason));
    }

    /** Reasons of the events about an object, the oldest first. */
    public List<String> events(String name) {
        return client.events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(event -> name.equals(event.getRegarding().getName()))
                .sorted(Comparator.comparing(
                        event -> String.valueOf(event.getEventTime().getTime())))
                .map(event -> event.getReason())
                .toList();
    }

    public void delete(String name) {
        client.resources(SyncJob.class).inNamespace(NAMESPACE).withName(name).delete();
    }

    public Optional<SyncJob> get(String name) {
        return Optional.ofNullable(client.resources(SyncJob.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get());
    }

    /** Waits until the object is as said. */
    public SyncJob await(String what, String name, Predicate<SyncJob> expected) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(name).orElse(null), object -> object != null && expected.test(object));
    }

    public SyncJob awaitReady(String name) {
        return await(name + " is ready", name, object -> is(object, Condition.READY, "True", "Active"));
    }

    public void awaitGone(String name) {
        Awaitility.await(name + " is gone")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(name).isEmpty());
    }

    public static boolean is(SyncJob object, String type, String status, String reason) {
        return condition(object, type)
                .filter(c -> c.status().equals(status) && c.reason().equals(reason))
                .isPresent();
    }

    public static Optional<Condition> condition(SyncJob object, String type) {
        SyncJobStatus status = object.getStatus();
        return status == null ? Optional.empty() : status.condition(type);
    }

    /** The job of workspace {@code plant} in AWS. */
    public Optional<JobView> job() {
        return simulator.world().job(key());
    }

    public static JobKey key() {
        return key(REGION, "plant");
    }

    public static JobKey key(String region, String workspace) {
        return new JobKey(new Place(ACCOUNT, region), workspace, "SITEWISE");
    }

    /** How often an operation was called. */
    public int calls(Operation operation) {
        return simulator.journal().entries(operation).size();
    }

    /** Writes of the operators to the API server, leases left out. */
    public List<AuditEvent> writes() {
        return plane.audit().events().stream()
                .filter(event -> event.user().equals(SERVICE_ACCOUNT))
                .filter(event -> List.of("create", "update", "patch", "delete").contains(event.verb()))
                .filter(event -> !event.resource().equals("leases"))
                .filter(event -> !event.resource().equals("selfsubjectrulesreviews"))
                .toList();
    }

    @Override
    public void close() {
        operators.close();
        if (!guest) {
            simulator.close();
        }
        try (client) {
            SharedPlanes.giveBackOrClose(plane, client);
        }
    }
}
