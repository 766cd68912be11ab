package dev.twinmaker.syncjob.core.access;

import static dev.twinmaker.syncjob.core.access.Written.asks;
import static dev.twinmaker.syncjob.core.access.Written.labelled;
import static dev.twinmaker.syncjob.core.access.Written.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.LabelOperator;
import dev.twinmaker.syncjob.api.SessionTag;
import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All accesses together: which one is for a namespace, how fast its account may be called, and what a change means. */
class AccessesTest {

    private static final String OTHER = "222222222222";
    private static final Map<String, String> BLUE = Map.of("team", "blue");

    @Test
    void allAccessesThatAreForANamespaceAreNamedInTheOrderOfTheirNames() {
        Accesses accesses = Accesses.of(
                List.of(
                        named("plant").access("zebra"),
                        labelled(BLUE).access("mole"),
                        named("plant").access("ant"),
                        named("barn").access("bee")),
                false);
        assertThat(accesses.of("plant", BLUE)).extracting(Access::name).containsExactly("ant", "mole", "zebra");
        assertThat(accesses.grant(Wish.of("plant").desired(), BLUE))
                .isInstanceOfSatisfying(
                        Grant.Refused.class,
                        refused -> assertThat(refused.text()).contains("ant, mole, zebra"));
        assertThat(accesses.of("plant", Map.of())).extracting(Access::name).containsExactly("ant", "zebra");
    }

    @Test
    void anAccessIsForTheNamespacesThatItNamesWhateverTheirLabels() {
        Accesses accesses = Accesses.of(List.of(named("plant").access("a")), false);
        assertThat(accesses.of("plant", Map.of())).hasSize(1);
        assertThat(accesses.of("plant", BLUE)).hasSize(1);
        assertThat(accesses.of("plants", BLUE)).isEmpty();
        assertThat(accesses.byLabels()).isFalse();
    }

    @Test
    void theSlowestRateOfAnAccountHoldsForAllItsAccesses() {
        Accesses accesses = Accesses.of(
                List.of(
                        named("plant").in(Written.ACCOUNT).rates(5.0, null).access("a"),
                        named("barn").in(Written.ACCOUNT).rates(2.0, 1.0).access("b"),
                        named("yard").in(OTHER).rates(0.5, 0.1).access("c"),
                        named("shed").rates(3.0, null).access("d")),
                false);
        assertThat(principal(accesses, "plant").readRate()).contains(2.0);
        assertThat(principal(accesses, "plant").writeRate()).contains(1.0);
        assertThat(principal(accesses, "barn").readRate()).contains(2.0);
        assertThat(principal(accesses, "yard").readRate()).contains(0.5);
        assertThat(principal(accesses, "shed"))
                .isEqualTo(new Principal(Optional.empty(), Optional.of(3.0), Optional.empty()));
    }

    @Test
    void anAccessThatCannotBeUnderstoodSetsNoRate() {
        Written broken = named("plant").rates(0.5, 0.5);
        broken.selector = labelled(BLUE).selector;
        Accesses accesses = Accesses.of(
                List.of(broken.access("broken"), named("barn").rates(3.0, null).access("a")), false);
        assertThat(principal(accesses, "barn").readRate()).contains(3.0);
    }

    @Test
    void thoseWhoAreForNobodyKnownLeaveEverybodyElseAlone() {
        Accesses accesses =
                Accesses.of(List.of(Written.unclear("u"), named("plant").access("a")), false);
        assertThat(accesses.grant(Wish.of("plant").desired(), Map.of())).isInstanceOf(Grant.Allowed.class);
        assertThat(accesses.grant(Wish.of("barn").desired(), Map.of())).isInstanceOf(Grant.Refused.class);
    }

    @Test
    void whomNoAccessIsForActsAsTheOperatorUnlessOneIsRequired() {
        List<Access> others = List.of(named("plant").access("a"), labelled(BLUE).access("b"));
        assertThat(Accesses.of(others, false).grant(Wish.of("barn").desired(), Map.of()))
                .isEqualTo(Grant.OPERATOR);
        assertThat(Accesses.of(others, true).grant(Wish.of("barn").desired(), Map.of()))
                .isInstanceOfSatisfying(
                        Grant.Refused.class,
                        refused -> assertThat(refused.text()).contains("No AwsAccess is for namespace barn"));
    }

    @Test
    void aNewObjectIsNotServedByAnAccessThatIsGoingAndOneThatHoldsSomethingIs() {
        Accesses accesses = Accesses.of(List.of(named("plant").leaving("a")), false);
        assertThat(accesses.grant(Wish.of("plant").desired(), Map.of()))
                .isInstanceOfSatisfying(
                        Grant.Refused.class,
                        refused -> assertThat(refused.text()).contains("AwsAccess a is being deleted"));
        assertThat(accesses.grant(Wish.of("plant").holding().desired(), Map.of()))
                .isInstanceOf(Grant.Allowed.class);
    }

    @Test
    void whatTheOperatorDoesNotHoldYetServesThoseOnlyWhoHaveSomethingAlready() {
        Accesses accesses = Accesses.of(List.of(named("plant").unheld("a")), true);
        assertThat(accesses.grant(Wish.of("plant").desired(), Map.of())).isEqualTo(new Grant.Unseen());
        assertThat(accesses.grant(Wish.of("plant").holding().desired(), Map.of()))
                .isInstanceOf(Grant.Allowed.class);
    }

    @Test
    void theRoleAndAdoptionMeanNothingToADeletion() {
        Written bounded = named("plant");
        bounded.roles = List.of("arn:aws:iam::123456789012:role/other");
        Accesses accesses = Accesses.of(List.of(bounded.access("a")), false);
        Wish adopts = new Wish("plant", "x", Wish.REGION, Wish.WORKSPACE, Wish.ROLE, true, false, true);
        assertThat(accesses.grant(adopts.desired(), Map.of()))
                .isInstanceOfSatisfying(
                        Grant.Refused.class,
                        refused -> assertThat(refused.text()).contains("role " + Wish.ROLE, "adoption"));
        Wish leaving = new Wish("plant", "x", Wish.REGION, Wish.WORKSPACE, Wish.ROLE, true, true, true);
        assertThat(accesses.grant(leaving.desired(), Map.of())).isInstanceOf(Grant.Allowed.class);
        Wish elsewhere = new Wish("plant", "x", "us-east-1", Wish.WORKSPACE, Wish.ROLE, false, true, true);
        assertThat(accesses.grant(elsewhere.desired(), Map.of()))
                .isInstanceOfSatisfying(
                        Grant.Refused.class,
                        refused -> assertThat(refused.text()).contains("region us-east-1"));
    }

    @Test
    void whereAdoptionIsAllowedItIsNotMissing() {
        Written open = named("plant");
        open.adoption = true;
        Wish adopts = new Wish("plant", "x", Wish.REGION, Wish.WORKSPACE, Wish.ROLE, true, false, true);
        assertThat(Accesses.of(List.of(open.access("a")), false).grant(adopts.desired(), Map.of()))
                .isInstanceOf(Grant.Allowed.class);
    }

    @Test
    void nothingOfAnObjectButItsNamespaceChoosesTheIdentity() {
        Accesses accesses = Accesses.of(
                List.of(
                        named("plant").in(Written.ACCOUNT).access("a"),
                        named("barn").in(OTHER).access("b")),
                false);
        Principal expected = principal(accesses, "plant");
        for (Wish wish : List.of(
                Wish.of("plant").named("barn"),
                Wish.of("plant").withRole(Written.arn(OTHER)),
                Wish.of("plant").inWorkspace("barn"),
                Wish.of("plant").holding())) {
            assertThat(((Grant.Allowed) accesses.grant(wish.desired(), Map.of())).principal())
                    .isEqualTo(expected);
        }
    }

    @Test
    void theSessionIsOneForANamespaceUnlessItIsTaggedWithNames() {
        Accesses one = Accesses.of(
                List.of(named("plant").in(OTHER, SessionTag.NAMESPACE).access("a")), false);
        Accesses each =
                Accesses.of(List.of(named("plant").in(OTHER, SessionTag.NAME).access("a")), false);
        assertThat(role(one, Wish.of("plant").named("x")))
                .isEqualTo(role(one, Wish.of("plant").named("y")));
        assertThat(role(each, Wish.of("plant").named("x")))
                .isNotEqualTo(role(each, Wish.of("plant").named("y")));
    }

    @Test
    void theProbeSharesTheSessionOfTheFirstNamespace() {
        for (SessionTag[] tags : List.of(new SessionTag[0], new SessionTag[] {SessionTag.NAMESPACE})) {
            Access access = named("plant", "shed").in(OTHER, tags).access("a");
            Accesses accesses = Accesses.of(List.of(access), false);
            assertThat(accesses.principal(access)).isEqualTo(principal(accesses, "plant"));
        }
    }

    @Test
    void theProbeByLabelsOrOfSessionsOfTheirOwnIsForNobody() {
        for (Written written : List.of(
                named("plant").in(OTHER, SessionTag.NAME), labelled(BLUE).in(OTHER))) {
            Access access = written.access("a");
            AssumedRole role =
                    Accesses.of(List.of(access), false).principal(access).role().orElseThrow();
            assertThat(role.session()).isEqualTo("syncjob-operator");
            assertThat(role.tags()).isEmpty();
        }
    }

    @Test
    void theAccountOfANamespaceIsToldWhereOneAccessWithARoleIsForIt() {
        Accesses accesses = Accesses.of(
                List.of(
                        named("plant", "shed").in(OTHER).access("a"),
                        named("barn").access("b"),
                        named("shed").in(Written.ACCOUNT).access("c")),
                false);
        assertThat(accesses.account("plant", Map.of())).contains(OTHER);
        assertThat(accesses.account("barn", Map.of())).isEmpty();
        assertThat(accesses.account("shed", Map.of())).isEmpty();
        assertThat(accesses.account("yard", Map.of())).isEmpty();
    }

    @Test
    void aChangeMeansSomethingToThoseNamespacesAloneThatItIsFor() {
        Access plant = named("plant").access("a");
        Access blue = labelled(BLUE).access("b");
        Accesses before = Accesses.of(List.of(plant, blue), false);
        Written narrower = named("plant");
        narrower.workspaces = List.of("factory");
        Accesses edited = Accesses.of(List.of(narrower.access("a"), blue), false);
        assertThat(edited.sameFor("plant", Map.of(), before)).isFalse();
        assertThat(edited.sameFor("barn", BLUE, before)).isTrue();
        assertThat(edited.sameFor("yard", Map.of(), before)).isTrue();
        Access other =
                labelled(Map.of(), asks("team", LabelOperator.DOES_NOT_EXIST)).access("b");
        Accesses moved = Accesses.of(List.of(plant, other), false);
        assertThat(moved.sameFor("barn", BLUE, before)).isFalse();
        assertThat(moved.sameFor("yard", Map.of(), before)).isFalse();
    }

    @Test
    void theFirstAccessThatCannotBeUnderstoodMeansSomethingToAllWhoHaveNone() {
        Access plant = named("plant").access("a");
        Accesses before = Accesses.of(List.of(plant), false);
        Accesses after = Accesses.of(List.of(plant, Written.unclear("u")), false);
        assertThat(after.sameFor("plant", Map.of(), before)).isTrue();
        assertThat(after.sameFor("barn", Map.of(), before)).isFalse();
        assertThat(before.sameFor("barn", Map.of(), after)).isFalse();
    }

    private static Principal principal(Accesses accesses, String namespace) {
        return ((Grant.Allowed) accesses.grant(Wish.of(namespace).desired(), Map.of())).principal();
    }

    private static AssumedRole role(Accesses accesses, Wish wish) {
        return ((Grant.Allowed) accesses.grant(wish.desired(), Map.of()))
                .principal()
                .role()
                .orElseThrow();
    }
}
