package dev.twinmaker.syncjob.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The writes that were sent to the service, in order, each as {@code status.plan} would have announced it. */
final class SentCalls {

    private static final String SERVICE = "iottwinmaker:";

    private final List<String> calls = new ArrayList<>();

    List<String> all() {
        return List.copyOf(calls);
    }

    List<String> since(int mark) {
        return List.copyOf(calls.subList(mark, calls.size()));
    }

    int mark() {
        return calls.size();
    }

    void create(Identity identity, String roleArn, Map<String, String> tags) {
        calls.add(
                SERVICE + "CreateSyncJob " + place(identity) + " syncRole=" + roleArn + " tags=" + new TreeMap<>(tags));
    }

    void delete(Identity identity) {
        calls.add(SERVICE + "DeleteSyncJob " + place(identity));
    }

    void tag(Job job, Map<String, String> tags) {
        calls.add(SERVICE + "TagResource resourceARN=" + job.arn() + " tags=" + new TreeMap<>(tags));
    }

    void untag(Job job, Set<String> keys) {
        calls.add(SERVICE + "UntagResource resourceARN=" + job.arn() + " tagKeys=" + new TreeSet<>(keys));
    }

    private static String place(Identity identity) {
        return "workspaceId=" + identity.workspaceId() + " syncSource=" + identity.syncSource();
    }
}
