package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two operators that both act on every object, since nobody elects one of them. */
class NoElectionIT {

    private static final String FIRST = "AKIDFIRST";
    private static final String SECOND = "AKIDSECOND";
    private static final Set<Operation> WRITES = EnumSet.of(
            Operation.CREATE_SYNC_JOB, Operation.DELETE_SYNC_JOB, Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE);

    @Test
    void two_operators_without_an_election_make_and_delete_each_job_once_and_tag_it_as_one_does() {
        try (Stage stage = Stage.shared()) {
            OperatorProcess first = stage.operator(acting(FIRST));
            OperatorProcess second = stage.operator(acting(SECOND));
            List<Plant> plants = IntStream.range(0, 20)
                    .mapToObj(number -> Plant.of(stage, "both", number))
                    .toList();

            plants.forEach(Plant::create);
            plants.forEach(Plant::ready);
            plants.forEach(plant -> plant.edit("{\"spec\":{\"tags\":{\"kept\":null,\"more\":\"new\"}}}"));
            plants.forEach(plant -> stage.await(
                    plant.name() + " is tagged and says so", plant.name(), object -> tagged(plant, object)));
            plants.forEach(Plant::delete);
            plants.forEach(Plant::awaitGone);

            assertThat(plants).allSatisfy(plant -> {
                assertThat(plant.effects(Operation.CREATE_SYNC_JOB)).isEqualTo(1);
                assertThat(plant.effects(Operation.DELETE_SYNC_JOB)).isEqualTo(1);
                assertThat(plant.hasJob()).isFalse();
            });
            assertThat(stage.simulator().journal().doubleJobs()).isEmpty();
            assertThat(plants)
                    .as("objects that both acted on")
                    .anySatisfy(plant -> assertThat(actors(plant)).containsExactlyInAnyOrder(FIRST, SECOND));
            assertThat(first.isAlive() && second.isAlive()).isTrue();
            assertThat(first.log() + second.log()).doesNotContain("ERROR [de.tw");
        }
    }

    /** Whether everything is as one operator leaves it. */
    private static boolean tagged(Plant plant, SyncJob object) {
        Map<String, String> tags = new HashMap<>(plant.job().tags());
        Optional<Owner> owner = Owner.in(tags);
        tags.keySet().removeIf(key -> key.startsWith(Owner.PREFIX));
        return tags.equals(Map.of("more", "new"))
                && owner.filter(named -> named.uid().equals(object.getMetadata().getUid()))
                        .isPresent()
                && Stage.is(object, Condition.READY, "True", "Active")
                && Stage.is(object, Condition.SYNCED, "True", "InSync")
                && object.getMetadata()
                        .getGeneration()
                        .equals(object.getStatus().observedGeneration());
    }

    /** Whose writes to AWS were about an object's job, whatever was answered. */
    private static Set<String> actors(Plant plant) {
        return plant.calls()
                .filter(call -> call.operation() != null && WRITES.contains(call.operation()))
                .map(JournalEntry::principal)
                .collect(Collectors.toSet());
    }

    private static Map<String, String> acting(String accessKey) {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                accessKey,
                "SYNCJOB_LEADER_ELECTION",
                "false",
                "SYNCJOB_AWS_CALL_TIMEOUT",
                Stage.COLD_CALL);
    }
}
