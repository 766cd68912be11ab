package dev.twinmaker.syncjob.simulator;

/**
 * What becomes of a job whose role does not grant what the service needs. CreateSyncJob itself succeeds.
 *
 * @param failsIn CREATING or INITIALIZING, the state that ends in ERROR
 */
public record BadRole(JobState failsIn, String errorCode, String message) {

    /** A role the service may not assume: the job fails out of CREATING. */
    public static BadRole notAssumable() {
        return new BadRole(
                JobState.CREATING,
                "SYNC_CREATING_ERROR",
                "The sync role cannot be assumed by iottwinmaker.amazonaws.com.");
    }

    /** A role without SiteWise permissions: the job fails out of CREATING as a validation error. */
    public static BadRole withoutPermissions() {
        return new BadRole(
                JobState.CREATING,
                "VALIDATION_ERROR",
                "The sync role is not authorized to perform iotsitewise:ListAssets.");
    }

    /** A role that cannot write entities: the job fails out of INITIALIZING. */
    public static BadRole readOnly() {
        return new BadRole(
                JobState.INITIALIZING,
                "SYNC_INITIALIZING_ERROR",
                "The sync role is not authorized to perform iottwinmaker:CreateEntity.");
    }
}
