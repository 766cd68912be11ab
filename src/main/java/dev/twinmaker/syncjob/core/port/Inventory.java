package dev.twinmaker.syncjob.core.port;

import java.util.List;
import java.util.Optional;

/**
 * What there is in an account and region, for people who take stock. As in {@link SyncJobs}, no method throws for what
 * AWS said and each makes one try; a budget without room is a failure of kind {@link Failure.Kind#THROTTLED}.
 */
public interface Inventory {

    /**
     * A list, or as much of it as could be read.
     *
     * @param failure why there may be more; empty if the list is whole
     */
    record Listing<T>(List<T> items, Optional<Failure> failure) {}

    /** Ids of the workspaces of that region. */
    Listing<String> workspaces(String region);

    /** The jobs of that workspace; the list lags a little behind the truth. */
    Listing<Identity> jobs(String region, String workspaceId);
}
