package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.simulator.JobKey;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One of the {@link Tenants}, who shares nothing with the others.
 *
 * @param name also that of its namespace and of its access
 * @param account where its workspace is
 */
record Team(Tenants tenants, String name, String account, String workspace) {

    /** The role that the operator assumes in its account. */
    String hub() {
        return Tenants.hub(account);
    }

    /** The role that the service assumes in its account. */
    String sync() {
        return Tenants.sync(account);
    }

    JobKey key() {
        return Tenants.key(account, workspace);
    }

    /** Applies an access for its namespace. */
    void access() {
        tenants.access(name, account);
    }

    /** Edits its access. */
    void edit(String json) {
        tenants.edit(name, json);
    }

    AwsAccess awaitAccess(Predicate<AwsAccess> expected) {
        return tenants.awaitAccess(name, expected);
    }

    /** Applies a SyncJob of its workspace, with further lines in its spec. */
    void syncJob(String object, String... lines) {
        tenants.syncJob(name, object, workspace, sync(), lines);
    }

    Optional<SyncJob> get(String object) {
        return tenants.get(name, object);
    }

    SyncJob awaitReady(String object) {
        return tenants.awaitReady(name, object);
    }

    /** Its message. */
    String awaitStalled(String object, String reason) {
        return tenants.awaitStalled(name, object, reason);
    }

    /** Asks for a look at it. */
    void look(String object, String token) {
        tenants.look(name, object, token);
    }

    SyncJob awaitLooked(String object, String token) {
        return tenants.awaitLooked(name, object, token);
    }

    void delete(String object) {
        tenants.delete(name, object);
    }

    void awaitGone(String object) {
        tenants.awaitGone(name, object);
    }

    /** What was written to its account, in order. */
    List<Operation> writes() {
        return tenants.writes(account);
    }

    /** Its job in AWS. */
    Optional<JobView> job() {
        return tenants.job(account, workspace);
    }
}
