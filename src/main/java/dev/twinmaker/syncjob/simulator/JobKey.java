package dev.twinmaker.syncjob.simulator;

/** What names a sync job: the API knows no other identifier to address one. */
public record JobKey(Place place, String workspaceId, String syncSource) {

    /** The only source the service accepts in CreateSyncJob. */
    public static final String SITEWISE = "SITEWISE";

    /** The SiteWise job of a workspace of the default account. */
    public static JobKey of(String region, String workspaceId) {
        return Place.in(region).job(workspaceId, SITEWISE);
    }

    /** The ARN as the service builds it; the last part is not the bare source. */
    public String arn() {
        return place.workspaceArn(workspaceId) + "/sync-job/" + syncSource + "-default";
    }
}
