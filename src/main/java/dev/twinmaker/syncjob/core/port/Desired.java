package dev.twinmaker.syncjob.core.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted: one object of the API server, in the words of the core.
 *
 * @param formerClusters ids that this cluster had before; owner tags that name one of them count as its own
 * @param created {@code metadata.creationTimestamp}
 * @param generation {@code metadata.generation}
 * @param deletionRequested {@code metadata.deletionTimestamp}; null while the object lives
 * @param held whether the operator's finalizer is on it
 * @param otherFinalizers finalizers of others that hold the object, the garbage collector's own left out
 * @param identityFault why the job of this spec cannot even be named; then {@code identity} means nothing
 * @param fault why this spec must not be sent to AWS; set also where {@code identityFault} is
 */
public record Desired(
        Owner owner,
        Set<String> formerClusters,
        Instant created,
        long generation,
        @Nullable Instant deletionRequested,
        boolean held,
        List<String> otherFinalizers,
        Identity identity,
        String roleArn,
        Map<String, String> tags,
        Policy policy,
        Requests requests,
        Optional<String> identityFault,
        Optional<String> fault) {

    /** Whether a deletion has been asked for. */
    public boolean deleting() {
        return deletionRequested != null;
    }

    /**
     * Whether this object lays claim to the job of its identity. One that only observes does not; one in deletion does
     * until its finalizer goes.
     */
    public boolean competes() {
        return identityFault.isEmpty() && !policy.observing() && (held || (!deleting() && fault.isEmpty()));
    }

    /** Whether that is the id of this cluster, now or before. */
    public boolean ownCluster(String id) {
        return owner.cluster().equals(id) || formerClusters.contains(id);
    }

    /** The same object, whose deletion was asked for. */
    public Desired leaving(Instant since) {
        return new Desired(
                owner,
                formerClusters,
                created,
                generation,
                since,
                held,
                otherFinalizers,
                identity,
                roleArn,
                tags,
                policy,
                requests,
                identityFault,
                fault);
    }

    /** The same object under another policy. */
    public Desired with(Policy other) {
        return new Desired(
                owner,
                formerClusters,
                created,
                generation,
                deletionRequested,
                held,
                otherFinalizers,
                identity,
                roleArn,
                tags,
                other,
                requests,
                identityFault,
                fault);
    }
}
