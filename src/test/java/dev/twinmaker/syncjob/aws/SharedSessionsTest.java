package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.PRESSES;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.simulator.JournalEntry;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.RoleAssumption;
import dev.twinmaker.syncjob.simulator.RoleTrust;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One session for all who act in the same way, and one for each way. */
class SharedSessionsTest {

    private static final AssumedRole ROLE = new AssumedRole(
            "arn:aws:iam::" + PUMPS + ":role/teams/plant/sync",
            Optional.of("outside-17"),
            "syncjob-operator-team",
            Map.of("twinmaker.dev/namespace", "team", "twinmaker.dev/name", "plant"));

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    static Stream<AssumedRole> others() {
        return Stream.of(
                new AssumedRole("arn:aws:iam::" + PUMPS + ":role/sync", ROLE.externalId(), ROLE.session(), ROLE.tags()),
                new AssumedRole(ROLE.arn(), Optional.of("outside-18"), ROLE.session(), ROLE.tags()),
                new AssumedRole(ROLE.arn(), Optional.empty(), ROLE.session(), ROLE.tags()),
                new AssumedRole(ROLE.arn(), ROLE.externalId(), "syncjob-operator-other", ROLE.tags()),
                new AssumedRole(
                        ROLE.arn(),
                        ROLE.externalId(),
                        ROLE.session(),
                        Map.of("twinmaker.dev/namespace", "team", "twinmaker.dev/name", "annex")),
                new AssumedRole(ROLE.arn(), ROLE.externalId(), ROLE.session(), Map.of()));
    }

    @Test
    void a_role_is_assumed_once_for_all_looks_within_half_an_hour() {
        for (int look = 0; look < 30; look++) {
            BENCH.sees(ROLE);
            BENCH.pass(Duration.ofMinutes(1));
        }

        assertThat(BENCH.assumed()).isEqualTo(1);
        assertThat(BENCH.calls(Operation.GET_SYNC_JOB)).isEqualTo(30);
        assertThat(BENCH.calls(Operation.GET_CALLER_IDENTITY)).isZero();
    }

    @Test
    void equal_roles_share_a_session_however_their_values_came_about() {
        AssumedRole same = new AssumedRole(
                String.join(":", ROLE.arn().split(":", -1)),
                Optional.of("outside-17"),
                ROLE.session(),
                Map.of("twinmaker.dev/name", "plant", "twinmaker.dev/namespace", "team"));

        BENCH.sees(ROLE);
        BENCH.sees(same);

        assertThat(BENCH.assumed()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("others")
    void whoever_differs_in_anything_has_a_session_of_its_own(AssumedRole other) {
        BENCH.sees(ROLE);
        BENCH.sees(other);
        BENCH.sees(ROLE);
        BENCH.sees(other);

        assertThat(BENCH.assumed()).isEqualTo(2);
        List<String> keys = BENCH.simulator().journal().entries(Operation.GET_SYNC_JOB).stream()
                .map(JournalEntry::principal)
                .toList();
        assertThat(keys).containsExactly(keys.get(0), keys.get(1), keys.get(0), keys.get(1));
        assertThat(keys.get(0)).isNotEqualTo(keys.get(1));
    }

    @Test
    void the_request_carries_all_that_the_role_says() {
        BENCH.sees(ROLE);

        assertThat(BENCH.roles().assumptions())
                .containsExactly(new RoleAssumption(
                        BENCH.now(),
                        RoleBench.HOME,
                        "arn:aws:iam::" + RoleBench.HOME + ":user/" + RoleBench.OPERATOR_KEY,
                        ROLE.arn(),
                        "syncjob-operator-team",
                        "outside-17",
                        ROLE.tags(),
                        true));
    }

    @Test
    void a_role_without_external_id_and_tags_sends_neither() {
        BENCH.roles().put(RoleTrust.of(RoleBench.role(PUMPS).arn()));

        BENCH.sees(RoleBench.role(PUMPS));

        RoleAssumption asked = BENCH.roles().assumptions().get(0);
        assertThat(asked.externalId()).isNull();
        assertThat(asked.tags()).isEmpty();
    }

    @Test
    void an_hour_is_asked_for_and_no_more() {
        BENCH.roles().put(RoleTrust.of(RoleBench.role(PUMPS).arn()).lasting(Duration.ofHours(1)));
        BENCH.sees(RoleBench.role(PUMPS));

        BENCH.roles().put(RoleTrust.of(RoleBench.role(PRESSES).arn()).lasting(Duration.ofSeconds(3599)));
        assertThat(BENCH.failure(RoleBench.role(PRESSES)).text()).contains("DurationSeconds");
    }

    @Test
    void sessions_that_nobody_uses_any_more_are_forgotten() {
        List<AssumedRole> roles = Stream.iterate(0, i -> i + 1)
                .limit(40)
                .map(i -> RoleBench.role(PUMPS, "role-" + i))
                .toList();
        try (SessionsOf sessions = new SessionsOf(BENCH)) {
            int most = 0;
            for (AssumedRole role : roles) {
                sessions.turn(role);
                BENCH.pass(Duration.ofMinutes(30));
                most = Math.max(most, sessions.size());
            }
            assertThat(most).isLessThanOrEqualTo(5);
            sessions.turn(roles.get(0));
            assertThat(BENCH.assumed()).isEqualTo(41);
        }
    }

    @Test
    void roles_that_were_denied_are_forgotten_too() {
        BENCH.trust(RoleBench.role(PRESSES));
        try (SessionsOf sessions = new SessionsOf(BENCH)) {
            for (int i = 0; i < 40; i++) {
                sessions.turn(RoleBench.role(PUMPS, "role-" + i));
                BENCH.pass(Duration.ofMinutes(30));
            }
            assertThat(sessions.size()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void a_session_in_use_is_not_forgotten_with_those_that_are_not() {
        try (SessionsOf sessions = new SessionsOf(BENCH)) {
            for (int i = 0; i < 20; i++) {
                sessions.turn(ROLE);
                assertThat(sessions.of(ROLE).account()).isEqualTo(PUMPS);
                sessions.turn(RoleBench.role(PRESSES, "role-" + i));
                BENCH.pass(Duration.ofMinutes(30));
            }
            assertThat(BENCH.roles().assumptions())
                    .filteredOn(asked -> asked.roleArn().equals(ROLE.arn()))
                    .hasSizeLessThanOrEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void a_session_that_is_about_to_be_asked_for_is_not_forgotten_with_the_old_ones(int moment) {
        AtomicInteger moments = new AtomicInteger();
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        try (SessionsOf sessions = new SessionsOf(() -> {
            if (moments.decrementAndGet() == 0) {
                meanwhile.get().run();
            }
            return BENCH.now();
        })) {
            meanwhile.set(() -> sessions.turn(RoleBench.role(PRESSES)));
            moments.set(moment);

            assertThat(sessions.turn(ROLE)).isEmpty();

            assertThat(sessions.of(ROLE).account()).isEqualTo(PUMPS);
            assertThat(BENCH.assumed()).isEqualTo(2);
        }
    }
}
