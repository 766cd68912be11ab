package dev.twinmaker.syncjob.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which jobs have lost the SyncJob that their owner tags name. */
class OrphansTest {

    private static final Identity PLANT = new Identity("eu-central-1", "plant", "SITEWISE");

    private final List<String> told = new ArrayList<>();

    @Test
    void orphans_are_jobs_whose_owner_of_this_cluster_is_gone() {
        for (String cluster : List.of("here", "before")) {
            assertThat(orphans(living("line", "uid-2", "elsewhere")).among(found(owner(cluster, "uid-1"))))
                    .singleElement()
                    .asString()
                    .contains("plant", "SITEWISE", "ACTIVE", "SyncJob factory/line (uid uid-1) of cluster " + cluster);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void a_job_with_a_living_owner_or_none_or_one_elsewhere_is_no_orphan() {
        for (Map<String, String> tags :
                List.of(Map.<String, String>of(), owner("here", "uid-1"), owner("there", "uid-3"))) {
            assertThat(orphans(living("line", "uid-1", "elsewhere")).among(found(tags)))
                    .isEmpty();
        }
        assertThat(told).containsExactly("1 jobs belong to other clusters, whose SyncJobs cannot be seen from here.");
    }

    @Test
    void the_job_of_a_restored_syncjob_is_no_orphan_and_that_of_another_of_its_name_is() {
        List<Stock.Found> job = found(owner("here", "uid-1"));
        assertThat(orphans(living("line", "uid-2", "plant")).among(job)).isEmpty();
        assertThat(orphans(living("line", "uid-2", "annex")).among(job)).hasSize(1);
        assertThat(orphans(living("other", "uid-2", "plant")).among(job)).hasSize(1);
    }

    private Orphans orphans(Orphans.Living living) {
        return new Orphans(Set.of("here", "before"), List.of(living), told::add);
    }

    private static Orphans.Living living(String name, String uid, String workspace) {
        return new Orphans.Living(new Owner("", "factory", name, uid), workspace, "SITEWISE");
    }

    private static Map<String, String> owner(String cluster, String uid) {
        return new Owner(cluster, "factory", "line", uid).tags();
    }

    private static List<Stock.Found> found(Map<String, String> tags) {
        Instant created = Instant.parse("2026-01-01T00:00:00Z");
        Job job = new Job("arn:job", "ACTIVE", "arn:role", created, null, null, null, Optional.of(tags));
        return List.of(new Stock.Found(PLANT, job));
    }
}
