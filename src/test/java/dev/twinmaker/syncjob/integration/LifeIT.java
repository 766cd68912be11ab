package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One life, counted: what is written to the API server and what is asked of AWS. */
class LifeIT {

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.shared();
        stage.operator(Map.of(
                "SYNCJOB_RECONCILE_INTERVAL",
                "5s",
                "SYNCJOB_POLL_INITIAL",
                "100ms",
                "SYNCJOB_AWS_CALL_TIMEOUT",
                Stage.COLD_CALL));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void a_life_from_apply_to_gone_costs_one_write_for_each_visible_change_and_none_when_steady() {
        stage.create(tagged(Stage.syncJob("plant"), Map.of("team", "plant")));
        SyncJob ready = stage.awaitReady("plant");
        assertThat(ready.getStatus().arn()).isEqualTo(stage.job().orElseThrow().arn());
        assertThat(ready.getStatus().state()).isEqualTo("ACTIVE");
        assertThat(ready.getStatus().accountId()).isEqualTo(Stage.ACCOUNT);
        assertThat(ready.getStatus().region()).isEqualTo(Stage.REGION);
        assertThat(ready.getStatus().tagKeys()).containsExactly("team");
        assertThat(stage.job().orElseThrow().tags())
                .containsEntry("team", "plant")
                .containsEntry("twinmaker.dev/name", "plant")
                .containsEntry("twinmaker.dev/uid", ready.getMetadata().getUid());

        steadyStateWritesNothing();

        stage.delete("plant");
        stage.awaitGone("plant");
        assertThat(stage.job()).isEmpty();
        Awaitility.await("the last write is in the audit log").untilAsserted(() -> {
            assertThat(writes("syncjobs", "")).isEqualTo(2);
            assertThat(writes("events", "")).isEqualTo(3);
        });
        // Creating, CREATING, INITIALIZING and ACTIVE as far as they were seen, and deletion.
        assertThat(writes("syncjobs", "status")).isBetween(4, 6);
        assertThat(stage.writes())
                .filteredOn(event -> event.name().startsWith("plant"))
                .as("refused writes")
                .allMatch(event -> event.code() < 300);
        assertThat(writesOfPlant()).isEqualTo(2 + writes("syncjobs", "status") + 3);
        assertThat(stage.simulator().journal().createsApplied()).containsEntry(Stage.key(), 1L);
        assertThat(stage.simulator().journal().deletesApplied()).containsEntry(Stage.key(), 1L);
        assertThat(stage.simulator().journal().doubleJobs()).isEmpty();
        assertThat(proofBeforeDelete()).isEqualTo("ListTagsForResource");
        System.out.println("AWS calls of one life: " + callsOf(Stage.key()));
    }

    private static void steadyStateWritesNothing() {
        Awaitility.await("the last event is written").until(() -> writes("events", "") == 2);
        int before = writesOfPlant();
        int looks = looksAtPlant();
        Awaitility.await("a minute of periodic looks")
                .atMost(Duration.ofSeconds(100))
                .until(() -> looksAtPlant() >= looks + 12);
        assertThat(writesOfPlant()).isEqualTo(before);
    }

    /** The operations in order, with the number of repeats. */
    private static String callsOf(JobKey key) {
        StringJoiner calls = new StringJoiner(", ");
        String last = "";
        int repeats = 0;
        for (JournalEntry entry : entriesOf(key)) {
            String operation = entry.operation().wireName();
            if (!operation.equals(last) && !last.isEmpty()) {
                calls.add(repeats + "x " + last);
                repeats = 0;
            }
            last = operation;
            repeats++;
        }
        return calls.add(repeats + "x " + last).toString();
    }

    private static List<JournalEntry> entriesOf(JobKey key) {
        String tagged = "workspace/" + key.workspaceId() + "/";
        return stage.simulator().journal().entries().stream()
                .filter(entry -> key.equals(entry.key())
                        || String.valueOf(entry.resource()).contains(tagged))
                .toList();
    }

    private static String proofBeforeDelete() {
        List<JournalEntry> entries = entriesOf(Stage.key());
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).operation() == Operation.DELETE_SYNC_JOB) {
                return entries.get(i - 1).operation().wireName();
            }
        }
        return "no delete";
    }

    @Test
    void explain_knows_every_field_and_get_shows_the_documented_columns() {
        for (String field : List.of("spec", "spec.workspaceId", "spec.tags", "status", "status.conditions")) {
            String text = stage.plane().kubectl("explain", "syncjob." + field).output();
            assertThat(text).doesNotContain("<no description>").contains("DESCRIPTION");
        }
        stage.workspace("us-west-2", "columns");
        stage.create(Stage.syncJob("columns", "us-west-2", "columns"));
        stage.awaitReady("columns");
        String wide =
                stage.plane().kubectl("get", "sj", "columns", "-o", "wide").output();
        assertThat(wide.lines().findFirst().orElseThrow().split("\\s+"))
                .containsExactly(
                        "NAME",
                        "WORKSPACE",
                        "SOURCE",
                        "STATE",
                        "READY",
                        "SYNCED",
                        "REASON",
                        "AGE",
                        "ARN",
                        "ROLE",
                        "REGION",
                        "MESSAGE");
        assertThat(stage.plane()
                        .kubectl("wait", "--for=condition=Ready", "syncjob/columns", "--timeout=10s")
                        .output())
                .contains("condition met");
    }

    @Test
    void edited_tags_are_mended_in_place_and_keys_of_others_are_left_alone() {
        stage.workspace("us-east-1", "tags");
        stage.create(tagged(Stage.syncJob("tags", "us-east-1", "tags"), Map.of("a", "1", "b", "2")));
        stage.awaitReady("tags");
        stage.simulator().world().addTags(Stage.key("us-east-1", "tags"), Map.of("cost-center", "7", "aws:x", "y"));
        stage.client()
                .resource(stage.get("tags").orElseThrow())
                .edit(object -> tagged(object, Map.of("a", "3", "c", "4")));
        stage.await(
                "tags are mended",
                "tags",
                object -> Stage.is(object, Condition.SYNCED, "True", "InSync")
                        && object.getStatus().tagKeys().equals(List.of("a", "c")));
        Map<String, String> tags = stage.simulator()
                .world()
                .job(Stage.key("us-east-1", "tags"))
                .orElseThrow()
                .tags();
        assertThat(tags)
                .containsEntry("a", "3")
                .containsEntry("c", "4")
                .containsEntry("cost-center", "7")
                .containsEntry("aws:x", "y")
                .doesNotContainKey("b");
    }

    @Test
    void a_changed_role_is_told_and_changes_nothing() {
        stage.workspace("ap-south-1", "role");
        stage.create(Stage.syncJob("role", "ap-south-1", "role"));
        stage.awaitReady("role");
        int deletes = stage.calls(Operation.DELETE_SYNC_JOB);
        stage.client().resource(stage.get("role").orElseThrow()).edit(object -> {
            SyncJobSpec spec = object.getSpec();
            object.setSpec(SyncJobSpec.of(
                    spec.workspaceId(), spec.syncSource(), Stage.ROLE + "-new", spec.tags(), spec.region()));
            return object;
        });
        SyncJob told = stage.await(
                "the change is told",
                "role",
                object -> Stage.is(object, Condition.STALLED, "True", "ReplacementRequired"));
        assertThat(Stage.is(told, Condition.READY, "True", "Active")).isTrue();
        assertThat(Stage.condition(told, Condition.SYNCED).orElseThrow().message())
                .contains(Stage.ROLE)
                .contains(Stage.ROLE + "-new");
        assertThat(told.getStatus().roleArn()).isEqualTo(Stage.ROLE);
        assertThat(stage.calls(Operation.DELETE_SYNC_JOB)).isEqualTo(deletes);
    }

    @Test
    void a_requested_look_happens_at_once_and_is_acknowledged() {
        stage.workspace("eu-west-1", "request");
        stage.create(Stage.syncJob("request", "eu-west-1", "request"));
        stage.awaitReady("request");
        stage.plane()
                .kubectl("annotate", "syncjob", "request", "twinmaker.dev/reconcile-requested-at=now-1")
                .output();
        stage.await(
                "the request is acknowledged",
                "request",
                object -> "now-1".equals(object.getStatus().lastHandledReconcileAt()));
    }

    private static SyncJob tagged(SyncJob object, Map<String, String> tags) {
        SyncJobSpec spec = object.getSpec();
        object.setSpec(SyncJobSpec.of(spec.workspaceId(), spec.syncSource(), spec.roleArn(), tags, spec.region()));
        return object;
    }

    private static int writesOfPlant() {
        return (int) stage.writes().stream()
                .filter(event -> event.name().startsWith("plant"))
                .count();
    }

    private static int looksAtPlant() {
        return (int) stage.simulator().journal().entries(Operation.GET_SYNC_JOB).stream()
                .filter(entry -> Stage.key().equals(entry.key()))
                .count();
    }

    private static int writes(String resource, String subresource) {
        return (int) stage.writes().stream()
                .filter(event -> event.resource().equals(resource)
                        && event.subresource().equals(subresource)
                        && event.name().startsWith("plant"))
                .filter(event -> event.code() < 300)
                .count();
    }
}
