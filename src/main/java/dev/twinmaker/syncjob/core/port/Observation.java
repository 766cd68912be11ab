package dev.twinmaker.syncjob.core.port;

import java.time.Duration;
import java.util.Optional;

/** What one look at a job gave. */
public sealed interface Observation {

    /**
     * The service says that there is no such job. One such word is not the truth yet: see {@code Absence}.
     *
     * @param account the account that answered; empty where it cannot be known
     */
    record Absent(Optional<String> account) implements Observation {}

    /** There is one. */
    record Present(Job job) implements Observation {}

    /** It could not be read. */
    record Unreadable(Failure failure) implements Observation {}

    /** Nobody looked: the object alone decided what to do. */
    record Unasked() implements Observation {}

    /** The budget has no room for this look before that time has passed. No call was made. */
    record NotNow(Duration delay) implements Observation {}
}
