package dev.twinmaker.syncjob.core.port;

/** How much a job has synced, which is what its deletion destroys. */
public sealed interface Tally {

    /**
     * It was counted.
     *
     * @param more whether there are more than these, since counting stops after a while
     */
    record Known(int entities, int componentTypes, boolean more) implements Tally {}

    /** It could not be counted. */
    record Unreadable(Failure failure) implements Tally {}
}
