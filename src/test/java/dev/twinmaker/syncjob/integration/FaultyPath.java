package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.ApiServerProxy;
import dev.twinmaker.syncjob.controlplane.AuditEvent;
import dev.twinmaker.syncjob.controlplane.ProxiedRequest;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A stage whose operator reaches the API server through a proxy. Each object has a workspace of its own name, so that
 * the tests of a class share one operator and each counts only what concerns its own objects.
 */
final class FaultyPath implements AutoCloseable {

    /** How long the operator may take to catch up: the client's longest wait before it watches again, and a pass. */
    static final Duration CATCH_UP = Duration.ofSeconds(35);

    /** What a watch is told whose place in history the API server has forgotten. */
    static final String GONE = """
            {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
            "message":"too old resource version","reason":"Expired","code":410}}
            """;

    private final Stage stage;
    private final ApiServerProxy proxy;
    private final Map<String, String> settings = new HashMap<>();
    private final AtomicInteger markers = new AtomicInteger();

    /** Long waits, so that nothing but an event can make the pass that a test waits for. */
    FaultyPath(Stage stage) {
        this.stage = stage;
        this.proxy = ApiServerProxy.inFrontOf(stage.plane());
        stage.simulator().knobs().undocumented.secondWorkspace = Verdict.ACCEPT;
        settings.put("KUBECONFIG", proxy.kubeconfig(stage.rights()).toString());
        settings.put("SYNCJOB_RECONCILE_INTERVAL", Stage.NEVER);
    }

    Stage stage() {
        return stage;
    }

    ApiServerProxy proxy() {
        return proxy;
    }

    /** Starts an operator behind the proxy whose watch stands. */
    OperatorProcess operator(Map<String, String> more) {
        OperatorProcess operator = ready(more);
        awaitWatch();
        return operator;
    }

    /** Starts an operator that may take another way to the API server. */
    OperatorProcess ready(Map<String, String> more) {
        return launch(more).awaitReady();
    }

    /** The same without waiting. */
    OperatorProcess launch(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return stage.launch(all);
    }

    void awaitWatch() {
        await("the operator watches").until(() -> proxy.openWatches() == 1);
    }

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(CATCH_UP).pollInterval(Duration.ofMillis(25));
    }

    SyncJob create(String name) {
        stage.workspace(Stage.REGION, name);
        return stage.create(syncJob(name));
    }

    /** One that is not yet applied. */
    static SyncJob syncJob(String name) {
        return Stage.syncJob(name, Stage.REGION, name);
    }

    /** Edits the one tag that the tests use. */
    void tag(String name, String value) {
        patch(name, "{\"spec\":{\"tags\":{\"edit\":\"" + value + "\"}}}");
    }

    /** A JSON merge patch, past the proxy. */
    void patch(String name, String json) {
        stage.patch(name, json);
    }

    void delete(String name) {
        stage.delete(name);
    }

    /** Waits until the object is ready and everything about that is written. */
    SyncJob awaitSettled(String name) {
        stage.awaitReady(name);
        // The last thing that is written.
        await("the event about " + name + " is told")
                .until(() -> stage.events(name).contains("Active"));
        await("the audit log has the events about " + name)
                .until(() -> told(name) >= stage.events(name).size());
        return stage.get(name).orElseThrow();
    }

    /** How many events about an object the audit log shows as written. */
    private long told(String name) {
        return writes(name).stream()
                .filter(write -> write.resource().equals("events") && write.code() < 300)
                .count();
    }

    /** Waits until the job carries this value of the tag and the status says so. */
    SyncJob awaitTagged(String name, String value) {
        return stage.await(
                name + " has tag " + value,
                name,
                object -> Stage.is(object, Condition.READY, "True", "Active")
                        && Stage.is(object, Condition.SYNCED, "True", "InSync")
                        && object.getMetadata()
                                .getGeneration()
                                .equals(object.getStatus().observedGeneration())
                        && value.equals(job(name).orElseThrow().tags().get("edit")));
    }

    /** Waits until the operator has acted on an object that is made only now: what came before it has been heard. */
    String awaitHeard() {
        String name = "marker-" + markers.incrementAndGet();
        create(name);
        awaitSettled(name);
        return name;
    }

    Optional<JobView> job(String name) {
        return stage.simulator().world().job(Stage.key(Stage.REGION, name));
    }

    /** Calls of AWS about an object's job. */
    List<JournalEntry> calls(String name) {
        String resource = "workspace/" + name;
        return stage.simulator().journal().entries().stream()
                .filter(entry -> name.equals(entry.key().workspaceId())
                        || entry.resource().endsWith(resource)
                        || entry.resource().contains(resource + "/"))
                .toList();
    }

    /** How many calls of an operation on an object's job had an effect. */
    long effects(String name, Operation operation) {
        return calls(name).stream()
                .filter(entry -> entry.operation() == operation && entry.effect())
                .count();
    }

    /** What the operator wrote about an object, events included, whatever the answer was. */
    List<AuditEvent> writes(String name) {
        return stage.writes().stream()
                .filter(event -> event.name().equals(name) || event.name().startsWith(name + "."))
                .toList();
    }

    /** How many writes to an object, or to its status, took effect. */
    long accepted(String name, String subresource) {
        return stage.writes().stream()
                .filter(event -> event.resource().equals("syncjobs")
                        && event.name().equals(name)
                        && event.subresource().equals(subresource)
                        && event.code() < 300)
                .count();
    }

    static Predicate<ProxiedRequest> statusWriteOf(String name) {
        return request -> request.is("PATCH", "/syncjobs/" + name + "/status");
    }

    static Predicate<ProxiedRequest> writeOf(String name, String text) {
        return request ->
                request.is("PATCH", "/syncjobs/" + name) && request.body().contains(text);
    }

    static boolean isWatch(ProxiedRequest request) {
        return request.isWatch() && request.path().endsWith("/syncjobs");
    }

    static boolean isList(ProxiedRequest request) {
        return !request.isWatch() && request.is("GET", "/syncjobs");
    }

    @Override
    public void close() {
        proxy.close();
        stage.close();
    }
}
