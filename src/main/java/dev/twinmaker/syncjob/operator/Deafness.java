package dev.twinmaker.syncjob.operator;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Whether the watch has been down for longer than any reconnect takes. The framework calls a watch healthy for as long as
 * it is tried again, also where it is refused each time: see docs/decisions/0012-readiness-tells-of-rights.md.
 */
final class Deafness {

    private static final Logger LOG = Logger.getLogger(Deafness.class);

    private final Supplier<Set<String>> unwatched;
    private final long limit;
    private final LongSupplier nanoseconds;
    private boolean deaf;
    private boolean told;
    private long since;

    /**
     * @param unwatched resources whose watch does not stand, as {@code syncjobs.twinmaker.dev}
     * @param limit longer than a reconnect takes
     * @param nanoseconds such as {@link System#nanoTime()}
     */
    Deafness(Supplier<Set<String>> unwatched, Duration limit, LongSupplier nanoseconds) {
        this.unwatched = unwatched;
        this.limit = limit.toNanos();
        this.nanoseconds = nanoseconds;
    }

    /** Looks, and says for how long it has found no watch, if that is too long. To be asked again and again. */
    synchronized Optional<String> fault() {
        long now = nanoseconds.getAsLong();
        Set<String> silent = unwatched.get();
        if (silent.isEmpty()) {
            if (told) {
                LOG.info("every watch stands again");
            }
            deaf = false;
            told = false;
            return Optional.empty();
        }
        if (!deaf) {
            deaf = true;
            since = now;
        }
        if (now - since <= limit) {
            return Optional.empty();
        }
        String resources = String.join(", ", silent);
        String fault = "there is no watch of " + resources + " since "
                + Duration.ofNanos(now - since).toSeconds()
                + " s: either the API server is out of reach, or the service account may not watch " + resources
                + ", or they are not served";
        if (!told) {
            told = true;
            LOG.warn(fault);
        }
        return Optional.of(fault);
    }
}
