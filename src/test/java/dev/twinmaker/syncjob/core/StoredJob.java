package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A job as it really is in the fake service, and what lagging readers still see of it. */
final class StoredJob {

    final String arn;
    final Instant created;
    final @Nullable String roleArn;
    String state;
    Instant updated;

    @Nullable String errorCode;

    @Nullable String errorMessage;

    Map<String, String> tags;

    /** What it has synced. */
    int entities = 12;

    int componentTypes = 3;

    private final Instant visibleFrom;
    private Map<String, String> staleTags = Map.of();
    private Instant tagsFreshFrom;
    private String staleState;
    private Instant stateFreshFrom;

    StoredJob(
            String arn,
            String state,
            @Nullable String roleArn,
            Map<String, String> tags,
            Instant now,
            Duration lag,
            Duration tagLag) {
        this.arn = arn;
        this.state = state;
        this.staleState = state;
        this.roleArn = roleArn;
        this.tags = new TreeMap<>(tags);
        this.created = now;
        this.updated = now;
        this.visibleFrom = now.plus(lag);
        this.tagsFreshFrom = now.plus(tagLag);
        this.stateFreshFrom = now;
    }

    StoredJob(StoredJob other) {
        this.arn = other.arn;
        this.created = other.created;
        this.roleArn = other.roleArn;
        this.state = other.state;
        this.updated = other.updated;
        this.errorCode = other.errorCode;
        this.errorMessage = other.errorMessage;
        this.tags = other.tags;
        this.entities = other.entities;
        this.componentTypes = other.componentTypes;
        this.visibleFrom = other.visibleFrom;
        this.staleTags = other.staleTags;
        this.tagsFreshFrom = other.tagsFreshFrom;
        this.staleState = other.staleState;
        this.stateFreshFrom = other.stateFreshFrom;
    }

    /** What readers still see instead of the truth, and for how long; empty where all see the truth. */
    Optional<String> hidden(Instant now, Function<Map<String, String>, String> text) {
        List<String> hidden = new ArrayList<>();
        if (!visible(now)) {
            hidden.add("nothing " + Duration.between(now, visibleFrom));
        }
        if (now.isBefore(tagsFreshFrom)) {
            hidden.add(text.apply(staleTags) + Duration.between(now, tagsFreshFrom));
        }
        if (now.isBefore(stateFreshFrom)) {
            hidden.add(staleState + Duration.between(now, stateFreshFrom));
        }
        return hidden.isEmpty() ? Optional.empty() : Optional.of(hidden.toString());
    }

    boolean visible(Instant now) {
        return !now.isBefore(visibleFrom);
    }

    void retag(Map<String, String> changed, Instant now, Duration tagLag) {
        if (changed.equals(tags)) {
            return;
        }
        staleTags = seenTags(now);
        tags = new TreeMap<>(changed);
        tagsFreshFrom = now.plus(tagLag);
    }

    void change(Consumer<Map<String, String>> how, Instant now, Duration tagLag) {
        Map<String, String> changed = new TreeMap<>(tags);
        how.accept(changed);
        retag(changed, now, tagLag);
    }

    void enter(String next, Instant now, Duration lag) {
        staleState = seenState(now);
        state = next;
        updated = now;
        stateFreshFrom = now.plus(lag);
    }

    Map<String, String> seenTags(Instant now) {
        return now.isBefore(tagsFreshFrom) ? staleTags : tags;
    }

    private String seenState(Instant now) {
        return now.isBefore(stateFreshFrom) ? staleState : state;
    }

    Job seen(Instant now) {
        return new Job(arn, seenState(now), roleArn, created, updated, errorCode, errorMessage, Optional.empty());
    }

    /** What the reply to a create or a delete shows: no role and no tags. */
    Job replied() {
        return new Job(arn, state, null, created, updated, null, null, Optional.empty());
    }
}
