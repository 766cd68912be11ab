package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for AWS in a history of one job: the port to it, what is really there, and what faults and strangers
 * do. All of it is about {@link #IDENTITY} and keeps to the clock of the history.
 */
public interface AwsDouble {

    /** What the history is about. */
    Identity IDENTITY = Scene.IDENTITY;

    /** The role of a job that somebody else creates. */
    String ROLE = Scene.ROLE;

    /**
     * The job as it really is, whatever readers are shown.
     *
     * @param synced how many entities and component types it has synced
     */
    record Actual(String state, @Nullable String roleArn, Map<String, String> tags, int synced) {}

    /** The port, as the operators use it. */
    SyncJobs jobs();

    /** The writes that were sent through the port. */
    SentCalls sent();

    /** The job, also while AWS deletes it; empty if there is none. */
    Optional<Actual> actual();

    /** The operators' credentials belong to this account from now on. */
    void account(String id);

    /** The next call of that operation fails so, after those that were asked for before. */
    void next(Operation operation, Fault fault);

    /** Readers see jobs and their states, and tags, that much later. */
    void lag(Duration jobs, Duration tags);

    /** No fault is left, and nothing lags. */
    void heal();

    /** Somebody else creates a job with these tags. There must be none. */
    void create(Map<String, String> tags);

    /** Somebody else begins the deletion of the job that is there. */
    void delete();

    /** The job is gone, without a deletion to be seen. */
    void vanish();

    /** The job that is there goes to ERROR. */
    void fail();

    /** The job that is there has synced nothing. */
    void empty();

    /** Somebody else gives the job that is there exactly these tags. */
    void retag(Map<String, String> tags);
}
