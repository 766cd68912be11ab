package dev.twinmaker.syncjob.importer;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Jobs whose owner tags name a SyncJob of this cluster that is not there. */
final class Orphans {

    private final Set<String> clusters;
    private final List<Living> living;
    private final Consumer<String> problems;

    /**
     * @param clusters ids of this cluster, now and before
     * @param living every SyncJob of this cluster
     * @param problems takes what could not be judged, in words
     */
    Orphans(Set<String> clusters, List<Living> living, Consumer<String> problems) {
        this.clusters = Set.copyOf(clusters);
        this.living = List.copyOf(living);
        this.problems = problems;
    }

    /**
     * A SyncJob that is there.
     *
     * @param owner as the owner tags of its job name it, of whatever cluster
     * @param workspaceId of its spec, null in an object that has none
     * @param syncSource likewise
     */
    record Living(
            Owner owner,
            @Nullable String workspaceId,
            @Nullable String syncSource) {

        /** One that was restored has another uid, and takes its job back by its name. */
        boolean owns(Owner named, Identity identity) {
            boolean sameJob = identity.workspaceId().equals(workspaceId)
                    && identity.syncSource().equals(syncSource);
            return owner.sameNameAs(named) && (owner.uid().equals(named.uid()) || sameJob);
        }
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
            } else if (living.stream().noneMatch(object -> object.owns(owner.get(), found.identity()))) {
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
