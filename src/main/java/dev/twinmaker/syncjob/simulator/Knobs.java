package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.annotation.JsonMerge;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * The switches of the simulated service, grouped by what they change. They may be turned at any time and act on the
 * next request; jobs keep the timetable they were created with.
 */
public final class Knobs {

    /** How long jobs stay in each state. */
    @JsonMerge
    public final Lifecycle lifecycle = new Lifecycle();

    /** Rate limits. */
    @JsonMerge
    public final Throttling throttling = new Throttling();

    /** How far readers lag behind writers. */
    @JsonMerge
    public final Consistency consistency = new Consistency();

    /** What is asked of the caller's credentials. */
    @JsonMerge
    public final Identity identity = new Identity();

    /** Answers the documentation leaves open. */
    @JsonMerge
    public final Undocumented undocumented = new Undocumented();

    /** How a job ends its initial copy. */
    public enum Initialization {
        SUCCEEDS,
        FAILS,
        NEVER_ENDS
    }

    /** How the error member of a healthy status is written. */
    public enum HealthyError {
        EMPTY,
        NULL,
        ABSENT
    }

    /** How long jobs stay in each state. */
    public static final class Lifecycle {
        /** Time in CREATING. */
        public volatile Duration creating = Duration.ofSeconds(2);
        /** Time in INITIALIZING without resources. */
        public volatile Duration initializing = Duration.ofSeconds(5);
        /** Added to the time in INITIALIZING for each resource. */
        public volatile Duration initializingPerResource = Duration.ofMillis(10);
        /** Time in DELETING without resources. */
        public volatile Duration deleting = Duration.ofSeconds(3);
        /** Added to the time in DELETING for each resource. */
        public volatile Duration deletingPerResource = Duration.ofMillis(5);
        /** How the initial copy ends. */
        public volatile Initialization initialization = Initialization.SUCCEEDS;
        /** Whether deletion stops halfway, with SYNC_DELETING_ERROR, until released. */
        public volatile boolean deletionSticks;
        /** Whether a job in ERROR resumes when its role is repaired. */
        public volatile boolean errorHealsWithRole;
        /** How many resources a new job finds where none were seeded. */
        public volatile int resourcesPerJob;
    }

    /** A token bucket: what it gains per second and what it holds. */
    public static final class Rate {
        /** Tokens per second. */
        public volatile double perSecond;
        /** Most tokens held. */
        public volatile int burst;

        /** For JSON. */
        public Rate() {}

        Rate(double perSecond, int burst) {
            this.perSecond = perSecond;
            this.burst = burst;
        }

        /** Changes both figures. */
        public void set(double tokensPerSecond, int most) {
            this.perSecond = tokensPerSecond;
            this.burst = most;
        }
    }

    /** Rate limits, per account, region and group of operations. The real ones are not published. */
    public static final class Throttling {
        /** Whether requests are counted at all; a storm blows regardless. */
        public volatile boolean enabled = true;
        /** Create and delete, of jobs and workspaces, and UpdateWorkspace. */
        @JsonMerge
        public final Rate write = new Rate(1, 5);
        /** GetSyncJob and GetWorkspace. */
        @JsonMerge
        public final Rate get = new Rate(10, 20);
        /** The lists of jobs, resources and workspaces. */
        @JsonMerge
        public final Rate list = new Rate(5, 10);
        /** The three tag operations. */
        @JsonMerge
        public final Rate tags = new Rate(5, 10);
        /** The bucket of all operations together when shared. */
        @JsonMerge
        public final Rate all = new Rate(10, 20);
        /** Whether one bucket serves all operations. */
        public volatile boolean shared;
        /** Until this moment every request to IoT TwinMaker is refused. */
        public volatile Instant stormUntil = Instant.MIN;
        /** Tokens taken for each refused request, so that insisting makes it worse. */
        public volatile double penalty;
        /** The Retry-After header of a refusal, empty for none. */
        public volatile String retryAfter = "";
        /** Whether refusals carry no error code. */
        public volatile boolean withoutCode;
        /** The HTTP status of a refusal: 429, or 400 as some services have it. */
        public volatile int status = 429;
    }

    /** How far readers lag behind writers. */
    public static final class Consistency {
        /** GetSyncJob answers 404 for this long after CreateSyncJob. */
        public volatile Duration hiddenAfterCreate = Duration.ZERO;
        /** GetSyncJob answers 404 for this many reads after CreateSyncJob. */
        public volatile int hiddenReadsAfterCreate;
        /** ListSyncJobs shows the world as it was this long ago. */
        public volatile Duration listLag = Duration.ZERO;
        /** GetSyncJob shows the state a job had this long ago. */
        public volatile Duration stateLag = Duration.ZERO;
        /** Once a reader was told that a job is gone, this many reads show it again. */
        public volatile int reappearances;
        /** ListTagsForResource shows the tags of this long ago. */
        public volatile Duration tagLag = Duration.ZERO;
        /** CreateSyncJob answers 409 for this long after the last job of the key was gone. */
        public volatile Duration keyHeldAfterGone = Duration.ZERO;
        /** A role cannot be used for this long after it was first named. */
        public volatile Duration rolePropagation = Duration.ZERO;
        /** What CreateSyncJob says to a role that is too new; ACCEPT makes the job fail later. */
        public volatile Verdict roleTooNew = Verdict.ACCEPT;
        /** Whether the second, fourth, ... page of a list is only half as long. */
        public volatile boolean shiftingPages;
        /** Whether each list begins with an empty page that has a token. */
        public volatile boolean emptyFirstPage;
    }

    /** What is asked of the caller's credentials. Signatures are not verified. */
    public static final class Identity {
        /** Whether a signed request for this service is needed. */
        public volatile boolean required = true;
        /** Whether the access key must have been mapped to an account. */
        public volatile boolean knownKeysOnly;
        /** Whether the date of the request is held against the simulated clock. */
        public volatile boolean checksDate;
        /** The greatest difference allowed. */
        public volatile Duration maxSkew = Duration.ofMinutes(5);
    }

    /** Answers the documentation leaves open. */
    public static final class Undocumented {
        /** The error member of a healthy status. */
        public volatile HealthyError healthyError = HealthyError.EMPTY;
        /** CreateSyncJob, ListSyncJobs and ListSyncResources in a workspace that does not exist. */
        public volatile Verdict missingWorkspace = Verdict.VALIDATION;
        /** CreateSyncJob while the source is synced to another workspace. */
        public volatile Verdict secondWorkspace = Verdict.CONFLICT;
        /** DeleteSyncJob while the job is DELETING. */
        public volatile Verdict deleteWhileDeleting = Verdict.ACCEPT;
        /** DeleteWorkspace while it has a job. */
        public volatile Verdict workspaceHasJobs = Verdict.CONFLICT;
        /** Writing a tag whose key begins with {@code aws:}. */
        public volatile Verdict reservedTag = Verdict.VALIDATION;
    }

    /** Turns the knobs named in the JSON object and leaves the others. */
    void merge(JsonNode changes) throws IOException {
        // Read into a copy first, so that a bad value changes nothing.
        Json.MAPPER.readerForUpdating(copy()).readValue(changes);
        Json.MAPPER.readerForUpdating(this).readValue(changes);
    }

    void reset() {
        try {
            merge(new Knobs().asJson());
        } catch (IOException e) {
            throw new IllegalStateException("the defaults cannot be read back", e);
        }
    }

    ObjectNode asJson() {
        return Json.MAPPER.valueToTree(this);
    }

    private Knobs copy() throws JsonProcessingException {
        return Json.MAPPER.treeToValue(asJson(), Knobs.class);
    }
}
