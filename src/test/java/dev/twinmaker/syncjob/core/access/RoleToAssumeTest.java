package dev.twinmaker.syncjob.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SessionTag;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A role as it is assumed for an object. */
class RoleToAssumeTest {

    private static final String ARN = Written.arn(Written.ACCOUNT);

    @Test
    void theSessionIsNamedAfterTheNamespace() {
        assertThat(role().of("plant", "factory").session()).isEqualTo("syncjob-operator-plant");
        assertThat(role().ofNobody().session()).isEqualTo("syncjob-operator");
    }

    @Test
    void aNameThatFitsIsNotCut() {
        String longest = "p".repeat(64 - "syncjob-operator-".length());
        assertThat(role().of(longest, "factory").session())
                .isEqualTo("syncjob-operator-" + longest)
                .hasSize(64);
    }

    @Test
    void aLongerOneIsCutToSixtyFourAndEndsWithAHash() {
        for (int length = 48; length <= 63; length++) {
            assertThat(role().of("p".repeat(length), "factory").session())
                    .hasSize(64)
                    .startsWith("syncjob-operator-ppp")
                    .matches("[\\w+=,.@-]{2,64}")
                    .matches(".*-[0-9a-f]{8}");
        }
    }

    @Test
    void longNamespacesWithOneBeginningHaveSessionsOfTheirOwn() {
        Set<String> sessions = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            sessions.add(role().of("p".repeat(58) + "-" + i, "factory").session());
        }
        assertThat(sessions).hasSize(1000);
    }

    @Test
    void onlyTheTagsThatWereAskedForAreSet() {
        Map<String, String> namespace = Map.of("twinmaker.dev/namespace", "plant");
        Map<String, String> name = Map.of("twinmaker.dev/name", "factory");
        assertThat(role().of("plant", "factory").tags()).isEmpty();
        assertThat(role(SessionTag.NAMESPACE).of("plant", "factory").tags()).isEqualTo(namespace);
        assertThat(role(SessionTag.NAME).of("plant", "factory").tags()).isEqualTo(name);
        assertThat(role(SessionTag.NAME, SessionTag.NAMESPACE)
                        .of("plant", "factory")
                        .tags())
                .hasSize(2)
                .containsAllEntriesOf(namespace)
                .containsAllEntriesOf(name);
        assertThat(role(SessionTag.NAME, SessionTag.NAMESPACE).ofNobody().tags())
                .isEmpty();
    }

    @Test
    void theArnTheExternalIdAndTheAccountAreThoseOfTheAccess() {
        RoleToAssume role = new RoleToAssume(ARN, Optional.of("secret"), Set.of());
        assertThat(role.of("plant", "factory").arn()).isEqualTo(ARN);
        assertThat(role.of("plant", "factory").externalId()).contains("secret");
        assertThat(role.of("plant", "factory").account()).isEqualTo(Written.ACCOUNT);
        assertThat(role.ofNobody().externalId()).contains("secret");
    }

    private static RoleToAssume role(SessionTag... tags) {
        return new RoleToAssume(ARN, Optional.empty(), Set.of(tags));
    }
}
