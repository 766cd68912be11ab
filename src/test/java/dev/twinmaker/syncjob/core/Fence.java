package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.SyncJobs;

/** A call of an object whose job is in another account than that of the credentials is not sent. */
final class Fence {

    private Fence() {}

    static boolean closed(SyncJobs.Caller caller, String account) {
        return caller.account().filter(expected -> !expected.equals(account)).isPresent();
    }

    static Failure failure(String account) {
        return Failure.refused(
                Failure.Kind.OTHER_ACCOUNT,
                "The credentials belong to account " + account + ", but the job is kept in account "
                        + InMemorySyncJobs.ACCOUNT + ".");
    }
}
