package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.Bench.CALLER;
import static dev.twinmaker.syncjob.aws.Bench.IDENTITY;
import static dev.twinmaker.syncjob.aws.Bench.ROLE;
import static dev.twinmaker.syncjob.aws.Bench.TAGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The calls that a fault is tried on. */
enum AwsCall {
    GET("GetSyncJob", Operation.GET_SYNC_JOB),
    LIST_TAGS("ListTagsForResource", Operation.LIST_TAGS_FOR_RESOURCE),
    CREATE("CreateSyncJob", Operation.CREATE_SYNC_JOB),
    TAG("TagResource", Operation.TAG_RESOURCE),
    UNTAG("UntagResource", Operation.UNTAG_RESOURCE),
    DELETE("DeleteSyncJob", Operation.DELETE_SYNC_JOB);

    private static final Pattern CHANGING = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}|assumed-role/[^/ ]+/|\\d{2}:\\d{2}:\\d{2}|\\d{8}T\\d{6}|[\\r\\n\\t\\p{Cc}]");

    private final String wireName;
    private final Operation operation;

    AwsCall(String wireName, Operation operation) {
        this.wireName = wireName;
        this.operation = operation;
    }

    Operation operation() {
        return operation;
    }

    FaultMatch match() {
        return FaultMatch.of(operation);
    }

    /** The call as the texts name it. */
    String inWords() {
        String words = "iottwinmaker:" + wireName + " on workspace plant in eu-central-1";
        return this == CREATE ? words + " with role " + ROLE : words;
    }

    /** Makes the call, which must fail with a text that is fit for a status. */
    Failure failIn(TwinMakerSyncJobs jobs) {
        Failure failed = make(jobs);
        assertFitForAStatus(failed.text());
        return failed;
    }

    private Failure make(TwinMakerSyncJobs jobs) {
        return switch (this) {
            case GET -> of(jobs.look(IDENTITY, false, CALLER));
            case LIST_TAGS -> of(jobs.look(IDENTITY, true, CALLER));
            case CREATE -> of(jobs.create(IDENTITY, ROLE, TAGS, CALLER));
            case TAG -> of(jobs.tag(IDENTITY, Bench.shown(), Map.of("a", "b"), CALLER));
            case UNTAG -> of(jobs.untag(IDENTITY, Bench.shown(), Set.of("a"), CALLER));
            case DELETE -> of(jobs.delete(IDENTITY, Bench.shown(), CALLER));
        };
    }

    static void assertFitForAStatus(String text) {
        assertThat(text).isNotBlank().doesNotContainPattern(CHANGING);
        assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(512);
    }

    private static Failure of(Observation observation) {
        assertThat(observation).isInstanceOf(Observation.Unreadable.class);
        return ((Observation.Unreadable) observation).failure();
    }

    private static Failure of(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).failure();
    }
}
