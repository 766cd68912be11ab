package dev.twinmaker.syncjob.core.port;

import java.util.Optional;

/**
 * What people ask for by annotations, verbatim.
 *
 * @param look any new value asks for a look now
 * @param approval the generation whose replacement is approved
 * @param forceRelease the uid of the object that is to go without any call to AWS
 */
public record Requests(Optional<String> look, Optional<String> approval, Optional<String> forceRelease) {

    /** Nothing is asked for. */
    public static final Requests NONE = new Requests(Optional.empty(), Optional.empty(), Optional.empty());
}
