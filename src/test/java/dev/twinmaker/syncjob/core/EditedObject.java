package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Requests;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A SyncJob as people edit, annotate, delete and make it again, and the API server that keeps it. */
abstract class EditedObject extends ShownStatus {

    final SettableClock clock;
    final InMemoryOwners owners = new InMemoryOwners();

    Owner us;
    Instant born = Scene.CREATED;
    long generation = 1;
    List<String> otherFinalizers = List.of();
    String roleArn = Scene.ROLE;
    Map<String, String> tags = Map.of("team", "blue");
    Policy policy = Policy.DEFAULT;
    Requests requests = Requests.NONE;
    Set<String> formerClusters = Set.of();
    Optional<String> identityFault = Optional.empty();
    Optional<String> fault = Optional.empty();
    boolean held = true;

    private @Nullable Instant deletionRequested;

    EditedObject(SettableClock clock, Owner owner) {
        this.clock = clock;
        this.us = owner;
        owners.live(us.uid(), generation, false);
    }

    EditedObject(EditedObject other, SettableClock clock) {
        this.clock = clock;
        this.us = other.us;
        this.born = other.born;
        this.generation = other.generation;
        this.otherFinalizers = other.otherFinalizers;
        this.roleArn = other.roleArn;
        this.tags = other.tags;
        this.policy = other.policy;
        this.requests = other.requests;
        this.formerClusters = other.formerClusters;
        this.identityFault = other.identityFault;
        this.fault = other.fault;
        this.held = other.held;
        this.status = other.status;
        this.deletionRequested = other.deletionRequested;
        owners.live(us.uid(), generation, deleting());
    }

    Desired desired() {
        return new Desired(
                us,
                formerClusters,
                born,
                generation,
                deletionRequested,
                held,
                otherFinalizers,
                Scene.IDENTITY,
                roleArn,
                tags,
                policy,
                requests,
                identityFault,
                fault);
    }

    /** Asks for a look by a new value of the annotation. */
    void ask(String token) {
        requests = new Requests(Optional.of(token), requests.approval(), requests.forceRelease());
    }

    void approve(String value) {
        requests = new Requests(requests.look(), Optional.of(value), requests.forceRelease());
    }

    void forceRelease(String value) {
        requests = new Requests(requests.look(), requests.approval(), Optional.of(value));
    }

    /** Edits the policy, which is an edit of the spec. */
    void edit(Policy other) {
        policy = other;
        edited();
    }

    void delete() {
        deletionRequested = clock.instant();
        generation++;
        owners.live(us.uid(), generation, true);
    }

    void edit(Map<String, String> newTags) {
        tags = newTags;
        edited();
    }

    void editRole(String role) {
        roleArn = role;
        edited();
    }

    void edited() {
        generation++;
        owners.live(us.uid(), generation, deletionRequested != null);
    }

    /** The tags that the spec and the owner ask for, and these besides. */
    Map<String, String> wantedAnd(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(tags);
        all.putAll(us.tags());
        all.putAll(more);
        return all;
    }

    boolean released() {
        return !held;
    }

    boolean deleting() {
        return deletionRequested != null;
    }

    Kstatus kstatus() {
        return Kstatus.of(status, generation, deleting());
    }

    /** Another object of its name, with nothing of the one before. */
    void madeAnew(String uid) {
        us = new Owner(us.cluster(), us.namespace(), us.name(), uid);
        born = clock.instant();
        generation = 1;
        deletionRequested = null;
        requests = Requests.NONE;
        status = FRESH;
        held = false;
        owners.live(uid, generation, false);
    }
}
