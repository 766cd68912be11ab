package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AssumeRole;
import dev.twinmaker.syncjob.api.AwsAccessSpec;
import dev.twinmaker.syncjob.api.NamespaceSelector;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.core.access.Access;
import dev.twinmaker.syncjob.core.access.WrittenAccess;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the watches of accesses and namespaces come to, and what the API server says past them. */
class GrantBookTest {

    private static final String REGION = "eu-central-1";
    private static final String ACCOUNT = "111111111111";
    private static final String OTHER = "222222222222";
    private static final Map<String, String> BLUE = Map.of("team", "blue");

    private final ScriptedAccesses live = new ScriptedAccesses();
    private final GrantBook book = new GrantBook(live, false);

    @Test
    void nothing_is_known_before_both_watches_have_shown_everything() {
        live.now(named("a", ACCOUNT, "plant"));
        assertUnseen();
        book.fill(() -> List.of(named("a", ACCOUNT, "plant")));
        assertUnseen();
        book.allNamespaces();
        assertThat(account(book.of(plant()))).contains(ACCOUNT);
        assertThat(account(book.live(plant()))).contains(ACCOUNT);
    }

    @Test
    void the_order_in_which_the_two_are_filled_does_not_matter() {
        book.allNamespaces();
        assertUnseen();
        book.fill(List::of);
        assertThat(book.of(plant())).isEqualTo(Grant.OPERATOR);
    }

    @Test
    void where_an_access_is_required_none_grants_nothing() {
        GrantBook strict = new GrantBook(live, true);
        strict.fill(List::of);
        strict.allNamespaces();
        assertThat(strict.of(plant())).isInstanceOf(Grant.Refused.class);
        assertThat(strict.live(plant())).isInstanceOf(Grant.Refused.class);
        strict.put(named("a", ACCOUNT, "plant"));
        assertThat(account(strict.of(plant()))).contains(ACCOUNT);
    }

    @Test
    void a_change_tells_what_was_known_before_and_no_change_tells_nothing() {
        filled();
        Access access = named("a", ACCOUNT, "plant");
        assertThat(book.put(access))
                .isNotNull()
                .satisfies(before -> assertThat(before.of("plant", Map.of())).isEmpty());
        assertThat(book.put(named("a", ACCOUNT, "plant"))).isNull();
        assertThat(book.put(named("a", OTHER, "plant")))
                .isNotNull()
                .satisfies(
                        before -> assertThat(before.account("plant", Map.of())).contains(ACCOUNT));
        assertThat(book.account("plant")).contains(OTHER);
        assertThat(book.remove("a")).isNotNull();
        assertThat(book.remove("a")).isNull();
        assertThat(book.account("plant")).isEmpty();
    }

    @Test
    void before_all_are_known_one_more_is_no_news() {
        assertThat(book.put(named("a", ACCOUNT, "plant"))).isNull();
        book.put(named("b", OTHER, "barn"));
        book.remove("b");
        book.fill(() -> List.of(named("a", ACCOUNT, "plant")));
        book.allNamespaces();
        assertThat(book.accesses().of("plant", Map.of())).hasSize(1);
        assertThat(book.accesses().of("barn", Map.of())).isEmpty();
    }

    @Test
    void what_happens_while_all_are_asked_for_is_not_forgotten() throws InterruptedException {
        Thread news = new Thread(() -> {
            book.remove("a");
            book.put(named("b", OTHER, "barn"));
        });
        book.fill(() -> {
            news.start();
            return List.of(named("a", ACCOUNT, "plant"), named("b", ACCOUNT, "barn"));
        });
        news.join();
        book.allNamespaces();
        assertThat(book.of(plant())).isEqualTo(Grant.OPERATOR);
        assertThat(book.account("barn")).contains(OTHER);
    }

    @Test
    void labels_of_a_namespace_are_known_until_it_is_gone() {
        filled(labelled("a", ACCOUNT, BLUE));
        assertThat(book.label("plant", BLUE)).isTrue();
        assertThat(book.label("plant", Map.of("team", "blue"))).isFalse();
        assertThat(account(book.of(plant()))).contains(ACCOUNT);
        book.unlabel("plant");
        assertThat(book.of(plant())).isEqualTo(new Grant.Unseen());
    }

    @Test
    void where_labels_decide_nothing_is_known_of_a_namespace_that_was_not_shown() {
        filled(labelled("a", ACCOUNT, BLUE), named("b", OTHER, "barn"));
        assertThat(book.of(plant())).isEqualTo(new Grant.Unseen());
        book.label("plant", Map.of());
        assertThat(book.of(plant())).isEqualTo(Grant.OPERATOR);
    }

    @Test
    void live_is_the_access_as_it_is_and_not_as_it_was_shown() {
        filled(named("a", ACCOUNT, "plant"));
        live.now(named("a", OTHER, "plant"));
        assertThat(account(book.of(plant()))).contains(ACCOUNT);
        assertThat(account(book.live(plant()))).contains(OTHER);
        live.now(named("a", ACCOUNT, "barn"));
        assertThat(book.live(plant())).isEqualTo(Grant.OPERATOR);
        live.now();
        assertThat(book.live(plant())).isEqualTo(Grant.OPERATOR);
    }

    @Test
    void live_are_the_labels_as_they_are() {
        filled(labelled("a", ACCOUNT, BLUE));
        book.label("plant", BLUE);
        live.now(labelled("a", ACCOUNT, BLUE));
        live.labels = BLUE;
        assertThat(book.live(plant())).isEqualTo(book.of(plant()));
        live.labels = Map.of("team", "red");
        assertThat(book.live(plant())).isEqualTo(Grant.OPERATOR);
    }

    @Test
    void live_is_an_access_that_the_watch_has_not_shown_yet() {
        filled();
        live.now(named("a", ACCOUNT, "plant"));
        assertThat(book.of(plant())).isEqualTo(Grant.OPERATOR);
        assertThat(account(book.live(plant()))).contains(ACCOUNT);
    }

    @Test
    void live_is_a_second_access_that_the_watch_has_not_shown_yet() {
        filled(named("a", ACCOUNT, "plant"));
        live.now(named("a", ACCOUNT, "plant"), named("b", OTHER, "plant"));
        assertThat(book.live(plant()))
                .isInstanceOfSatisfying(
                        Grant.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo(Grant.Cause.AMBIGUOUS));
    }

    @Test
    void live_is_one_by_label_that_the_watch_has_not_shown_yet() {
        filled();
        live.now(labelled("a", ACCOUNT, BLUE));
        live.labels = BLUE;
        assertThat(account(book.live(plant()))).contains(ACCOUNT);
    }

    @Test
    void what_cannot_be_read_is_not_known() {
        filled(labelled("a", ACCOUNT, BLUE));
        book.label("plant", BLUE);
        live.now(labelled("a", ACCOUNT, BLUE));
        live.labels = BLUE;
        live.readable = false;
        assertThat(book.live(plant())).isEqualTo(new Grant.Unseen());
        live.readable = true;
        live.labels = null;
        assertThat(book.live(plant())).isEqualTo(new Grant.Unseen());
    }

    @Test
    void without_labels_in_any_access_no_namespace_is_asked_for() {
        filled(named("a", ACCOUNT, "plant"));
        live.now(named("a", ACCOUNT, "plant"));
        live.labels = null;
        assertThat(book.live(plant())).isEqualTo(book.of(plant()));
    }

    private void filled(Access... accesses) {
        book.fill(() -> List.of(accesses));
        book.allNamespaces();
    }

    private void assertUnseen() {
        assertThat(book.of(plant())).isEqualTo(new Grant.Unseen());
        assertThat(book.live(plant())).isEqualTo(new Grant.Unseen());
    }

    private static Optional<String> account(Grant grant) {
        return grant instanceof Grant.Allowed allowed ? allowed.principal().account() : Optional.empty();
    }

    private static Desired plant() {
        SyncJob object = new SyncJob();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace("plant")
                .withName("factory")
                .withUid("uid-1")
                .build());
        object.setSpec(SyncJobSpec.of("factory", "SITEWISE", "arn:aws:iam::123456789012:role/sync", null, null));
        return new DesiredFactory("cluster", Set.of(), REGION, Map.of()).of(object);
    }

    private static Access named(String name, String account, String... namespaces) {
        return access(name, account, List.of(namespaces), null);
    }

    private static Access labelled(String name, String account, Map<String, String> labels) {
        return access(name, account, null, new NamespaceSelector(labels, null));
    }

    private static Access access(
            String name, String account, @Nullable List<String> namespaces, @Nullable NamespaceSelector selector) {
        List<String> all = List.of("*");
        AssumeRole role = new AssumeRole("arn:aws:iam::" + account + ":role/r", null, null);
        return WrittenAccess.of(
                name,
                new AwsAccessSpec(namespaces, selector, role, null, all, all, null, null, null),
                Access.Phase.HELD,
                REGION);
    }
}
