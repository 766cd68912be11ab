package dev.twinmaker.syncjob.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted: one object of the API server, in the words of the core.
 *
 * @param generation {@code metadata.generation}
 * @param deletionRequested {@code metadata.deletionTimestamp}; null while the object lives
 * @param held whether the operator's finalizer is on it
 * @param otherFinalizers finalizers of others that hold the object, the garbage collector's own left out
 * @param requestToken value of the annotation that asks for a look now
 * @param identityFault why the job of this spec cannot even be named; then {@code identity} means nothing
 * @param fault why this spec must not be sent to AWS; set also where {@code identityFault} is
 */
public record Desired(
        Owner owner,
        long generation,
        @Nullable Instant deletionRequested,
        boolean held,
        List<String> otherFinalizers,
        Identity identity,
        String roleArn,
        Map<String, String> tags,
        Optional<String> requestToken,
        Optional<String> identityFault,
        Optional<String> fault) {

    /** Whether a deletion has been asked for. */
    public boolean deleting() {
        return deletionRequested != null;
    }
}
