package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.DELETE;
import static dev.twinmaker.syncjob.core.Operation.TAG;
import static dev.twinmaker.syncjob.core.Operation.UNTAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Owners;
import dev.twinmaker.syncjob.core.port.Policy;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A view of the object that is not the API server's own any more: no write to AWS comes of it, of whatever kind. */
class StaleViewTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CURRENT")
    void tagsAreNotSet(Owners.Standing standing) {
        Scene scene = stale(Policy.DEFAULT, standing, steady -> steady.edit(Map.of("cost", "7")));
        assertThat(scene.jobs.count(TAG)).isZero();
        scene.follow(5);
        assertThat(scene.jobs.count(TAG)).isEqualTo(1);
        assertThat(scene.job().tags).containsEntry("cost", "7");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CURRENT")
    void theJobIsNotDeleted(Owners.Standing standing) {
        Scene scene = stale(Policy.DEFAULT, standing, EditedObject::delete);
        assertThat(scene.jobs.count(DELETE)).isZero();
        scene.follow(5);
        assertThat(scene.jobs.count(DELETE)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CURRENT")
    void theOwnerTagsStay(Owners.Standing standing) {
        Scene scene = stale(Policies.RETAIN, standing, EditedObject::delete);
        assertThat(scene.jobs.count(UNTAG)).isZero();
        scene.follow(5);
        assertThat(scene.jobs.count(UNTAG)).isEqualTo(1);
        assertThat(scene.jobs.count(DELETE)).isZero();
    }

    /** A steady object that something happens to, and the passes in which the API server says this of it. */
    private static Scene stale(Policy policy, Owners.Standing standing, Consumer<Scene> what) {
        Scene scene = Scenes.steady(policy);
        what.accept(scene);
        scene.owners.next(standing, standing);
        scene.follow(2);
        return scene;
    }
}
