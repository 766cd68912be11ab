package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.annotation.JsonValue;

/** The operations that the simulator serves. */
public enum Operation {
    CREATE_SYNC_JOB("CreateSyncJob", "POST", "workspaces/{workspaceId}/sync-jobs/{syncSource}", Group.WRITE),
    GET_SYNC_JOB("GetSyncJob", "GET", "sync-jobs/{syncSource}", Group.GET),
    DELETE_SYNC_JOB("DeleteSyncJob", "DELETE", "workspaces/{workspaceId}/sync-jobs/{syncSource}", Group.WRITE),
    LIST_SYNC_JOBS("ListSyncJobs", "POST", "workspaces/{workspaceId}/sync-jobs-list", Group.LIST),
    LIST_SYNC_RESOURCES(
            "ListSyncResources", "POST", "workspaces/{workspaceId}/sync-jobs/{syncSource}/resources-list", Group.LIST),
    TAG_RESOURCE("TagResource", "POST", "tags", Group.TAGS),
    UNTAG_RESOURCE("UntagResource", "DELETE", "tags", Group.TAGS),
    LIST_TAGS_FOR_RESOURCE("ListTagsForResource", "POST", "tags-list", Group.TAGS),
    GET_WORKSPACE("GetWorkspace", "GET", "workspaces/{workspaceId}", Group.GET),
    CREATE_WORKSPACE("CreateWorkspace", "POST", "workspaces/{workspaceId}", Group.WRITE),
    DELETE_WORKSPACE("DeleteWorkspace", "DELETE", "workspaces/{workspaceId}", Group.WRITE),
    LIST_WORKSPACES("ListWorkspaces", "POST", "workspaces-list", Group.LIST),
    UPDATE_WORKSPACE("UpdateWorkspace", "PUT", "workspaces/{workspaceId}", Group.WRITE),
    /** An operation of STS, whose operations are named in the body. Whatever else is asked of STS passes for it. */
    GET_CALLER_IDENTITY("GetCallerIdentity", "POST", "", Group.UNLIMITED),
    /** An operation of STS, to be told from the other by the body. */
    ASSUME_ROLE("AssumeRole", "POST", "", Group.UNLIMITED);

    /** Operations that draw on the same rate limit. */
    enum Group {
        WRITE,
        GET,
        LIST,
        TAGS,
        /** Not an operation of IoT TwinMaker, whose limits are simulated. */
        UNLIMITED
    }

    private final String wireName;
    private final String method;
    private final String template;
    private final Group group;

    Operation(String wireName, String method, String template, Group group) {
        this.wireName = wireName;
        this.method = method;
        this.template = template;
        this.group = group;
    }

    /** The name in the service model, which is also the name in the simulator's own JSON. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    String method() {
        return method;
    }

    String template() {
        return template;
    }

    /** Whether STS serves it. */
    boolean isOfSts() {
        return group == Group.UNLIMITED;
    }

    /** The name of the permission it takes. */
    String permission() {
        return (isOfSts() ? "sts:" : "iottwinmaker:") + wireName;
    }

    Group group() {
        return group;
    }
}
