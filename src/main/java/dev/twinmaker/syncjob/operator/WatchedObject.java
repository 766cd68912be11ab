package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Reason;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Sibling;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What {@link WatchedObjects} keeps of an object.
 *
 * @param account that the status names
 * @param keptIn the account that its calls are made in, as far as it is known; it does not change by itself
 * @param holdsJob whether the status tells of a job
 * @param uses whether it has, or may have, something in AWS that is its own
 * @param letIn whether its status tells of no trouble with the identity that its calls are made as
 * @param unheld what it asks for, as long as it was never let act
 */
record WatchedObject(
        Sibling sibling,
        Optional<String> account,
        Optional<String> keptIn,
        boolean competes,
        boolean holdsJob,
        boolean uses,
        boolean letIn,
        Optional<Desired> unheld) {

    private static final Set<String> NOT_LET_IN =
            Set.of(Reason.ACCESS_DENIED.text(), Reason.CREDENTIALS_UNAVAILABLE.text());

    /**
     * Of what it asks for and what it says.
     *
     * @param accounts in which objects of a namespace are kept, where it is known
     */
    static WatchedObject of(SyncJob object, Desired desired, Function<String, Optional<String>> accounts) {
        SyncJobStatus status = object.getStatus();
        Optional<String> told = status == null ? Optional.empty() : Optional.ofNullable(status.accountId());
        return new WatchedObject(
                Sibling.of(desired),
                told,
                told.or(() -> accounts.apply(desired.owner().namespace())),
                desired.competes(),
                status != null && status.arn() != null && desired.competes(),
                LiveObjects.uses(object),
                status == null
                        || status.condition(Condition.SYNCED)
                                .filter(synced -> NOT_LET_IN.contains(synced.reason()))
                                .isEmpty(),
                desired.held() ? Optional.empty() : Optional.of(desired));
    }

    String namespace() {
        return sibling.owner().namespace();
    }
}
