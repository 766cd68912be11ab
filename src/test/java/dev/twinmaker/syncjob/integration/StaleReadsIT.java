package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.controlplane.AuditEvent;
import dev.twinmaker.syncjob.controlplane.LaggingApiServer;
import dev.twinmaker.syncjob.controlplane.TcpProxy;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An operator that is started again before an API server whose lists and watches show an old world: a second, real one on
 * the same etcd, held behind by {@link LaggingApiServer}. The story is told once; each test says one thing of it.
 */
class StaleReadsIT {

    private static final String STALE = "AKIDSTALE";

    private static FaultyPath path;
    private static LaggingApiServer lagging;
    private static OperatorProcess stale;
    private static String newUid;
    private static List<AuditEvent> written;
    private static List<JournalEntry> changed;

    @BeforeAll
    static void tell() {
        path = new FaultyPath(Stage.start());
        lagging = path.stage().plane().lagging();
        OperatorProcess first = present();
        for (String name : List.of("recreated", "deleted", "edited")) {
            path.create(name);
        }
        List.of("recreated", "deleted", "edited").forEach(path::awaitSettled);
        path.tag("edited", "old");
        path.awaitTagged("edited", "old");
        first.kill();
        path.create("unreported");
        path.delete("recreated");
        FaultyPath.await("the lagging one shows all that")
                .until(() -> shown("unreported").contains("unreported")
                        && shown("recreated").contains("deletionTimestamp"));

        lagging.freeze();
        OperatorProcess second = present();
        path.awaitSettled("unreported");
        path.stage().awaitGone("recreated");
        newUid = path.create("recreated").getMetadata().getUid();
        path.delete("deleted");
        path.tag("edited", "new");
        path.awaitSettled("recreated");
        path.stage().awaitGone("deleted");
        path.awaitTagged("edited", "new");
        second.kill();

        long before = path.stage().plane().audit().position();
        Instant begun = Instant.now();
        stale = path.ready(settings(Map.of(
                "KUBECONFIG", lagging.kubeconfig(path.stage().rights()).toString(), "AWS_ACCESS_KEY_ID", STALE)));
        FaultyPath.await("it has tried to act on each")
                .until(() -> refused(before, "unreported")
                        && looked("recreated")
                        && refused(before, "deleted")
                        && (asked(before, "edited") || refused(before, "edited") || tagged("edited") == 3));
        written = path.stage().plane().audit().eventsAfter(before).stream()
                .filter(event -> event.resource().equals("syncjobs"))
                .filter(event -> event.verb().equals("patch") && event.code() < 300)
                .filter(event -> event.time().isAfter(begun))
                .toList();
        changed = path.stage().simulator().journal().entries().stream()
                .filter(entry -> entry.principal().equals(STALE) && entry.effect())
                .toList();

        lagging.thaw();
        path.awaitHeard();
        path.awaitSettled("unreported");
        path.awaitSettled("recreated");
        path.awaitTagged("edited", "new");
        assertThat(stale.isAlive()).isTrue();
        stale.kill();
    }

    @AfterAll
    static void stop() {
        lagging.close();
        path.close();
    }

    @Test
    void nothing_is_written_and_nothing_is_changed_in_aws_while_the_world_it_sees_is_old() {
        assertThat(written).isEmpty();
        assertThat(changed).isEmpty();
        assertThat(stale.log()).doesNotContain("ERROR [de.tw");
    }

    @Test
    void an_object_that_is_shown_without_the_status_of_its_job_gets_no_second_job() {
        assertThat(path.effects("unreported", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.calls("unreported"))
                .filteredOn(entry -> entry.operation() == Operation.CREATE_SYNC_JOB)
                .hasSize(1);
    }

    @Test
    void an_object_that_is_shown_in_deletion_takes_no_job_of_the_one_made_after_it() {
        SyncJob ready = path.stage().get("recreated").orElseThrow();
        assertThat(ready.getMetadata().getUid()).isEqualTo(newUid);
        assertThat(path.job("recreated").orElseThrow().tags()).containsEntry("twinmaker.dev/uid", newUid);
        assertThat(path.effects("recreated", Operation.CREATE_SYNC_JOB)).isEqualTo(2);
        assertThat(path.effects("recreated", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
    }

    @Test
    void an_object_that_is_shown_though_it_is_gone_gets_no_job_and_is_not_made_anew() {
        assertThat(path.stage().get("deleted")).isEmpty();
        assertThat(path.job("deleted")).isEmpty();
        assertThat(path.effects("deleted", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(path.effects("deleted", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
    }

    @Test
    void a_spec_that_is_shown_though_it_is_old_is_not_acted_on() {
        assertThat(path.effects("edited", Operation.CREATE_SYNC_JOB)).isEqualTo(1);
        assertThat(tagged("edited")).as("old and new").isEqualTo(2);
        assertThat(path.effects("edited", Operation.UNTAG_RESOURCE)).isZero();
    }

    @Test
    void two_api_servers_that_take_turns_one_of_them_behind_end_like_one() {
        TcpProxy balancer = TcpProxy.inFrontOf(path.stage().plane());
        ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor();
        try {
            OperatorProcess operator = path.ready(settings(Map.of(
                    "KUBECONFIG", balancer.kubeconfig(path.stage().rights()).toString())));
            List<URI> servers = List.of(path.stage().plane().url(), lagging.url());
            AtomicInteger turn = new AtomicInteger();
            var unused = turns.scheduleAtFixedRate(
                    () -> {
                        int now = turn.incrementAndGet();
                        balancer.retarget(servers.get(now % 2));
                        balancer.reset();
                        if (now % 4 == 0) {
                            lagging.freeze();
                        } else if (now % 4 == 2) {
                            lagging.thaw();
                        }
                    },
                    1,
                    1,
                    TimeUnit.SECONDS);
            List<String> names = List.of("turn-0", "turn-1", "turn-2");
            names.forEach(path::create);
            names.forEach(path.stage()::awaitReady);
            path.tag("turn-0", "late");
            path.awaitTagged("turn-0", "late");
            path.delete("turn-1");
            path.stage().awaitGone("turn-1");
            assertThat(operator.isAlive()).isTrue();
            assertThat(operator.log()).doesNotContain("ERROR [de.tw");
            assertThat(names)
                    .allSatisfy(name -> assertThat(path.effects(name, Operation.CREATE_SYNC_JOB))
                            .isEqualTo(1));
            assertThat(tagged("turn-0")).isEqualTo(1);
            assertThat(path.effects("turn-1", Operation.DELETE_SYNC_JOB)).isEqualTo(1);
            assertThat(path.job("turn-1")).isEmpty();
            assertThat(path.stage().simulator().journal().racingCreates()).isEmpty();
            operator.kill();
        } finally {
            turns.shutdownNow();
            lagging.thaw();
            balancer.close();
        }
    }

    private static OperatorProcess present() {
        return path.ready(settings(Map.of("KUBECONFIG", path.stage().rights().toString())));
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("SYNCJOB_LEADER_ELECTION", "false");
        all.put("SYNCJOB_RECONCILE_INTERVAL", "1s");
        return all;
    }

    /** What a list from the lagging one's memory says of an object. */
    private static String shown(String name) {
        Path admin = lagging.kubeconfig(path.stage().plane().kubeconfig());
        return path.stage()
                .plane()
                .kubectlAs(
                        admin,
                        "get",
                        "--raw",
                        "/apis/twinmaker.dev/v1alpha1/syncjobs?resourceVersion=0&fieldSelector=metadata.name=" + name)
                .stdout();
    }

    private static boolean refused(long position, String name) {
        return events(position, name).anyMatch(event -> event.verb().equals("patch") && event.code() >= 400);
    }

    private static boolean asked(long position, String name) {
        return events(position, name).anyMatch(event -> event.verb().equals("get"));
    }

    private static Stream<AuditEvent> events(long position, String name) {
        return path.stage().plane().audit().eventsAfter(position).stream()
                .filter(event ->
                        event.resource().equals("syncjobs") && event.name().equals(name))
                .filter(event -> event.user().startsWith("system:serviceaccount"));
    }

    private static long tagged(String name) {
        return path.effects(name, Operation.TAG_RESOURCE);
    }

    private static boolean looked(String name) {
        return path.calls(name).stream().anyMatch(entry -> entry.principal().equals(STALE));
    }
}
