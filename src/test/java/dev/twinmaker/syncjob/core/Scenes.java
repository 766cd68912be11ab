package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Ways into and through scenes. */
final class Scenes {

    private static final int PATIENCE = 300;

    private Scenes() {}

    /** An object that finds an ACTIVE job of that age with the tags of the spec and these. */
    static Scene found(Policy policy, Duration age, Map<String, String> tags) {
        Scene scene = new Scene();
        Map<String, String> real = new HashMap<>(scene.tags);
        real.putAll(tags);
        scene.jobs.seed(Scene.IDENTITY, "ACTIVE", Scene.ROLE, real);
        scene.clock.advance(age);
        scene.leadingSince = scene.clock.instant().minus(Duration.ofHours(1));
        scene.policy = policy;
        return scene;
    }

    /** A steady object under that policy. */
    static Scene steady(Policy policy) {
        Scene scene = Scene.steady();
        scene.edit(policy);
        scene.follow();
        scene.notices.clear();
        return scene;
    }

    /** A steady object under that policy whose spec wants another role now, which has been seen. */
    static Scene otherRole(Policy policy) {
        Scene scene = steady(policy);
        scene.editRole(Scene.OTHER_ROLE);
        scene.follow();
        return scene;
    }

    /** Follows the object until that holds. */
    static void until(Scene scene, Predicate<Scene> holds) {
        for (int pass = 0; pass < PATIENCE && !holds.test(scene); pass++) {
            scene.follow();
        }
        assertThat(holds.test(scene)).as("%s", scene.status).isTrue();
    }

    static void untilActive(Scene scene) {
        scene.jobs.moving = true;
        until(scene, s -> s.kstatus() == Kstatus.Current && "True Active".equals(s.ready()));
    }

    static void untilReleased(Scene scene) {
        scene.jobs.moving = true;
        until(scene, Scene::released);
    }

    static Map<String, String> numbered(String prefix, int count) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put(prefix + i, "x");
        }
        return tags;
    }

    /** The operations of the calls, without their parameters. */
    static List<String> sent(Scene scene, int mark) {
        return scene.jobs.sent.since(mark).stream()
                .map(call -> call.substring(call.indexOf(':') + 1, call.indexOf(' ')))
                .toList();
    }
}
