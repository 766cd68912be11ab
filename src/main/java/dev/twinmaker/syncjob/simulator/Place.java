package dev.twinmaker.syncjob.simulator;

/** An account in a region: the scope in which workspace ids are unique and one asset sync may exist. */
public record Place(String account, String region) {

    /** The account every access key belongs to unless it was mapped to another. */
    public static final String DEFAULT_ACCOUNT = "123456789012";

    /** The default account in the given region. */
    public static Place in(String region) {
        return new Place(DEFAULT_ACCOUNT, region);
    }

    /** The ARN of a workspace in this place, whether it exists or not. */
    public String workspaceArn(String workspaceId) {
        return "arn:" + partition() + ":iottwinmaker:" + region + ":" + account + ":workspace/" + workspaceId;
    }

    /** The key of a job in this place. */
    public JobKey job(String workspaceId, String syncSource) {
        return new JobKey(this, workspaceId, syncSource);
    }

    String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}
