package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The writes that were sent to the service, in order, each as {@code status.plan} would have announced it. */
public final class SentCalls {

    /**
     * @param seen the job as the caller had seen it, tags included; empty for a create
     */
    record Call(Operation operation, Optional<Job> seen, String text) {}

    private static final String SERVICE = "iottwinmaker:";

    private final List<Call> calls = new ArrayList<>();

    List<String> all() {
        return since(0);
    }

    List<String> since(int mark) {
        return callsSince(mark).stream().map(Call::text).toList();
    }

    List<Call> callsSince(int mark) {
        return List.copyOf(calls.subList(mark, calls.size()));
    }

    int mark() {
        return calls.size();
    }

    /** A create was sent. */
    public void create(Identity identity, String roleArn, Map<String, String> tags) {
        String text = "CreateSyncJob " + place(identity) + " syncRole=" + roleArn + " tags=" + new TreeMap<>(tags);
        add(Operation.CREATE, Optional.empty(), text);
    }

    /** A delete was sent. */
    public void delete(Identity identity, Job job) {
        add(Operation.DELETE, Optional.of(job), "DeleteSyncJob " + place(identity));
    }

    /** Tags were sent. */
    public void tag(Job job, Map<String, String> tags) {
        String text = "TagResource resourceARN=" + job.arn() + " tags=" + new TreeMap<>(tags);
        add(Operation.TAG, Optional.of(job), text);
    }

    /** Keys of tags to take off were sent. */
    public void untag(Job job, Set<String> keys) {
        String text = "UntagResource resourceARN=" + job.arn() + " tagKeys=" + new TreeSet<>(keys);
        add(Operation.UNTAG, Optional.of(job), text);
    }

    private void add(Operation operation, Optional<Job> seen, String text) {
        calls.add(new Call(operation, seen, SERVICE + text));
    }

    private static String place(Identity identity) {
        return "workspaceId=" + identity.workspaceId() + " syncSource=" + identity.syncSource();
    }
}
