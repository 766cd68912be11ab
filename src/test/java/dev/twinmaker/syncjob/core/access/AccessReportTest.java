package dev.twinmaker.syncjob.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AwsAccessStatus;
import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SessionTag;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identities.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an access says of itself. */
class AccessReportTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final Proof PROVEN = new Proof.Proven(Optional.of(Written.ACCOUNT));
    private static final Access ROLE =
            Written.named("plant").in(Written.ACCOUNT).access("a");

    @Test
    void aRoleThatCanBeAssumedIsReady() {
        AwsAccessStatus status = first(ROLE, PROVEN);
        assertThat(read(status)).isEqualTo("True Assumed -");
        assertThat(status.accountId()).isEqualTo(Written.ACCOUNT);
        assertThat(status.syncJobs()).isEqualTo(3);
        assertThat(status.observedGeneration()).isEqualTo(7);
        assertThat(status.conditions()).singleElement().satisfies(ready -> {
            assertThat(ready.observedGeneration()).isEqualTo(7);
            assertThat(ready.lastTransitionTime()).isEqualTo("2026-03-01T12:00:00Z");
        });
    }

    @Test
    void aConditionThatSomebodyElseWroteStays() {
        Condition audited = new Condition("example.com/Audited", "True", "Yes", "", "2026-02-01T00:00:00Z", null);
        AwsAccessStatus before = new AwsAccessStatus(7L, null, 3, List.of(audited));
        for (Proof proof : List.of(PROVEN, new Proof.NotNow(Duration.ofSeconds(1)))) {
            for (Access access :
                    List.of(ROLE, Written.named("plant").in(Written.ACCOUNT).leaving("a"))) {
                assertThat(AccessReport.status(access, proof, 3, 7, before, NOW).conditions())
                        .contains(audited);
            }
        }
    }

    @Test
    void withoutARoleItIsTheOperatorItself() {
        Access operator = Written.named("plant").access("a");
        AwsAccessStatus known = first(operator, PROVEN);
        assertThat(read(known)).isEqualTo("True OperatorIdentity -");
        assertThat(known.accountId()).isEqualTo(Written.ACCOUNT);
        AwsAccessStatus unknown = first(operator, new Proof.Proven(Optional.empty()));
        assertThat(read(unknown)).isEqualTo("True OperatorIdentity -");
        assertThat(unknown.accountId()).isNull();
    }

    @Test
    void aSessionOfAnotherAccountIsStalledAndDoesNotCountAsItsAccount() {
        AwsAccessStatus status = first(ROLE, new Proof.Proven(Optional.of("222222222222")));
        assertThat(read(status)).isEqualTo("False AccountMismatch Stalled AccountMismatch");
        assertThat(status.accountId()).isNull();
        assertThat(status.condition(Condition.READY).orElseThrow().message())
                .contains("222222222222")
                .contains(Written.ACCOUNT);
        AwsAccessStatus untold = first(ROLE, new Proof.Proven(Optional.empty()));
        assertThat(read(untold)).isEqualTo("False AccountMismatch Stalled AccountMismatch");
    }

    @ParameterizedTest
    @EnumSource
    void whatStsSaysIsToldInItsWords(Failure.Kind kind) {
        AwsAccessStatus status = first(ROLE, unproven(kind));
        String expected = switch (kind) {
            case DENIED, INVALID -> "False AccessDenied Stalled AccessDenied";
            case OTHER_ACCOUNT -> "False AccountMismatch Stalled AccountMismatch";
            default -> "False CredentialsUnavailable Reconciling CredentialsUnavailable";
        };
        assertThat(read(status)).isEqualTo(expected);
        assertThat(status.condition(Condition.READY).orElseThrow().message()).isEqualTo("STS says " + kind);
        assertThat(status.accountId()).isNull();
    }

    @Test
    void aSpecThatCannotBeUnderstoodIsToldWhateverWasProven() {
        for (@Nullable Proof proof : new Proof[] {null, PROVEN, unproven(Failure.Kind.DENIED)}) {
            AwsAccessStatus status = first(Written.unclear("a"), proof);
            assertThat(read(status)).isEqualTo("False InvalidSpec Stalled InvalidSpec");
            assertThat(status.observedGeneration()).isEqualTo(7);
        }
    }

    @Test
    void beforeTheFirstProofNothingIsSaidButHowManyUseIt() {
        AwsAccessStatus status = first(ROLE, new Proof.NotNow(Duration.ofSeconds(1)));
        assertThat(status).isEqualTo(new AwsAccessStatus(null, null, 3, List.of()));
        AwsAccessStatus proven = first(ROLE, PROVEN);
        assertThat(after(ROLE, new Proof.NotNow(Duration.ofSeconds(1)), proven)).isEqualTo(proven);
    }

    @Test
    void aDeletionWaitsForThoseWhoUseItAndCountsThem() {
        Access leaving = Written.named("plant").in(Written.ACCOUNT).leaving("a");
        AwsAccessStatus status = first(leaving, PROVEN);
        assertThat(read(status)).isEqualTo("True Assumed Stalled InUse");
        assertThat(status.condition(Condition.STALLED).orElseThrow().message()).contains("SyncJobs: 3.");
        AwsAccessStatus denied = first(leaving, unproven(Failure.Kind.UNAVAILABLE));
        assertThat(read(denied)).isEqualTo("False CredentialsUnavailable Stalled InUse");
        AwsAccessStatus unproven = first(leaving, new Proof.NotNow(Duration.ofSeconds(1)));
        assertThat(unproven.condition(Condition.STALLED)).isPresent();
        assertThat(unproven.condition(Condition.READY)).isEmpty();
        AwsAccessStatus asBefore = after(leaving, new Proof.NotNow(Duration.ofSeconds(1)), first(ROLE, PROVEN));
        assertThat(read(asBefore)).isEqualTo("True Assumed Stalled InUse");
    }

    @Test
    void whereNothingVisibleChangedTheStatusIsEqual() {
        for (Proof proof : new Proof[] {PROVEN, unproven(Failure.Kind.DENIED), unproven(Failure.Kind.UNAVAILABLE)}) {
            AwsAccessStatus before = first(ROLE, proof);
            assertThat(after(ROLE, proof, before)).isEqualTo(before);
        }
    }

    @Test
    void ofOneTroubleTheFirstWordsStand() {
        AwsAccessStatus silent = first(ROLE, unproven(Failure.Kind.UNAVAILABLE));
        AwsAccessStatus cut = after(ROLE, unproven(Failure.Kind.NO_CREDENTIALS), silent);
        assertThat(cut).isEqualTo(silent);
        AwsAccessStatus edited = AccessReport.status(ROLE, unproven(Failure.Kind.NO_CREDENTIALS), 3, 8, silent, NOW);
        assertThat(message(edited)).isEqualTo("STS says NO_CREDENTIALS");
        AwsAccessStatus denied = after(ROLE, unproven(Failure.Kind.DENIED), silent);
        assertThat(message(denied)).isEqualTo("STS says DENIED");
        assertThat(message(after(ROLE, unproven(Failure.Kind.INVALID), denied))).isEqualTo("STS says INVALID");
        assertThat(message(after(ROLE, unproven(Failure.Kind.UNAVAILABLE), denied)))
                .isEqualTo("STS says UNAVAILABLE");
    }

    @Test
    void thatTheProbeHadNoTagsIsToldWhereObjectsSendSome() {
        Access byName =
                Written.named("plant").in(Written.ACCOUNT, SessionTag.NAME).access("a");
        assertThat(message(first(byName, PROVEN)))
                .isEqualTo("The role can be assumed without session tags; its SyncJobs send some, which is not tried"
                        + " here.");
        assertThat(message(first(byName, unproven(Failure.Kind.DENIED))))
                .isEqualTo("STS says DENIED It was asked for without session tags; its SyncJobs send some, which is not"
                        + " tried here.");
        Access byNamespace =
                Written.named("plant").in(Written.ACCOUNT, SessionTag.NAMESPACE).access("a");
        assertThat(message(first(byNamespace, PROVEN))).isEqualTo("The role can be assumed.");
    }

    private static String message(AwsAccessStatus status) {
        return status.condition(Condition.READY).orElseThrow().message();
    }

    @Test
    void aTransitionIsOneOfTheStatusAlone() {
        AwsAccessStatus denied = first(ROLE, unproven(Failure.Kind.DENIED));
        AwsAccessStatus unavailable = after(ROLE, unproven(Failure.Kind.UNAVAILABLE), denied);
        assertThat(since(unavailable, Condition.READY)).isEqualTo(since(denied, Condition.READY));
        assertThat(since(unavailable, Condition.RECONCILING)).isEqualTo("2026-03-01T13:00:00Z");
        AwsAccessStatus proven = after(ROLE, PROVEN, denied);
        assertThat(since(proven, Condition.READY)).isEqualTo("2026-03-01T13:00:00Z");
        assertThat(proven.condition(Condition.STALLED)).isEmpty();
    }

    @Test
    void whatWasKnownOfTheAccountStandsWhileItCannotBeAsked() {
        AwsAccessStatus proven = first(ROLE, PROVEN);
        assertThat(after(ROLE, unproven(Failure.Kind.UNAVAILABLE), proven).accountId())
                .isEqualTo(Written.ACCOUNT);
    }

    @Test
    void anAccountThatWasProvenOfAnotherSpecIsForgotten() {
        AwsAccessStatus proven = first(ROLE, PROVEN);
        AwsAccessStatus edited =
                AccessReport.status(ROLE, unproven(Failure.Kind.DENIED), 3, 8, proven, NOW.plus(Duration.ofHours(1)));
        assertThat(edited.accountId()).isNull();
        assertThat(edited.observedGeneration()).isEqualTo(8);
    }

    private static AwsAccessStatus first(Access access, @Nullable Proof proof) {
        return AccessReport.status(access, proof, 3, 7, AwsAccessStatus.EMPTY, NOW);
    }

    private static AwsAccessStatus after(Access access, Proof proof, AwsAccessStatus before) {
        return AccessReport.status(access, proof, 3, 7, before, NOW.plus(Duration.ofHours(1)));
    }

    private static Proof unproven(Failure.Kind kind) {
        return new Proof.Unproven(Failure.refused(kind, "STS says " + kind));
    }

    private static String since(AwsAccessStatus status, String type) {
        return status.condition(type).orElseThrow().lastTransitionTime();
    }

    /** Ready with its reason, and the one condition besides. */
    private static String read(AwsAccessStatus status) {
        Condition ready = status.condition(Condition.READY).orElseThrow();
        assertThat(status.conditions()).hasSizeLessThanOrEqualTo(2);
        String other = status.conditions().stream()
                .filter(condition -> !condition.type().equals(Condition.READY))
                .map(condition -> condition.type() + " " + condition.reason())
                .findFirst()
                .orElse("-");
        return ready.status() + " " + ready.reason() + " " + other;
    }
}
