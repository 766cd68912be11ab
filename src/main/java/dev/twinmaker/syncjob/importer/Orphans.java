package dev.twinmaker.syncjob.importer;

import dev.twinmaker.syncjob.core.port.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Jobs whose owner tags name a SyncJob of this cluster that is not there. */
final class Orphans {

    private final Set<String> clusters;
    private final Set<String> living;
    private final Consumer<String> problems;

    /**
     * @param clusters ids of this cluster, now and before
     * @param living {@link #key} of every SyncJob of this cluster
     * @param problems takes what could not be judged, in words
     */
    Orphans(Set<String> clusters, Set<String> living, Consumer<String> problems) {
        this.clusters = Set.copyOf(clusters);
        this.living = Set.copyOf(living);
        this.problems = problems;
    }

    /** What names an object and its incarnation. */
    static String key(String namespace, String name, String uid) {
        return namespace + "/" + name + "/" + uid;
    }

    /** A line for each orphan. */
    List<String> among(List<Stock.Found> jobs) {
        List<String> lines = new ArrayList<>();
        int elsewhere = 0;
        for (Stock.Found found : jobs) {
            Optional<Owner> owner = Owner.in(found.job().tags().orElse(Map.of()));
            if (owner.isEmpty()) {
                continue;
            }
            if (!clusters.contains(owner.get().cluster())) {
                elsewhere++;
            } else if (!living.contains(
                    key(owner.get().namespace(), owner.get().name(), owner.get().uid()))) {
                lines.add(line(found, owner.get()));
            }
        }
        if (elsewhere > 0) {
            problems.accept(elsewhere + " jobs belong to other clusters, whose SyncJobs cannot be seen from here.");
        }
        return lines;
    }

    private static String line(Stock.Found found, Owner owner) {
        return String.join(
                "\t",
                found.identity().region(),
                found.identity().workspaceId(),
                found.identity().syncSource(),
                found.job().state(),
                found.job().arn(),
                owner.toString());
    }
}
