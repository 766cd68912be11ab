package dev.twinmaker.syncjob.operator;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The moments right before and right after each side effect, at which a test ends the process as a crash would. In
 * production none is armed, and a side effect is what it would be without them.
 *
 * <p>The system property {@value #PROPERTY} arms one: {@code before create}, {@code after status#2} for the second time
 * that this moment is reached, or {@code any#3} for the third moment of any kind. The system property
 * {@value #THROWN} names the class of what is thrown there instead, as by a defect.
 */
final class CrashPoints {

    /** What changes something outside the process. */
    enum Effect {
        FINALIZER,
        STATUS,
        RELEASE,
        EVENT,
        CREATE,
        TAG,
        UNTAG,
        DELETE
    }

    static final String PROPERTY = "twinmaker.crash-point";
    static final String THROWN = "twinmaker.crash-point.thrown";

    /** Of none armed. */
    static final CrashPoints NONE = new CrashPoints(null, () -> {});

    private static final Logger LOG = Logger.getLogger(CrashPoints.class);
    private static final int KILLED = 137;
    private static final String ANY = "any";

    private final @Nullable String moment;
    private final int time;
    private final Runnable crash;
    private final AtomicInteger reached = new AtomicInteger();

    private CrashPoints(@Nullable String armed, Runnable crash) {
        String[] parts = armed == null ? new String[] {""} : armed.split("#", 2);
        this.moment = armed == null ? null : parts[0].strip().toLowerCase(Locale.ROOT);
        this.time = parts.length == 1 ? 1 : Integer.parseInt(parts[1].strip());
        this.crash = crash;
    }

    /** As the system property says. */
    static CrashPoints armed() {
        String thrown = System.getProperty(THROWN);
        return of(
                System.getProperty(PROPERTY),
                thrown == null ? () -> Runtime.getRuntime().halt(KILLED) : () -> raise(thrown));
    }

    static CrashPoints of(@Nullable String armed, Runnable crash) {
        return armed == null ? NONE : new CrashPoints(armed, crash);
    }

    boolean none() {
        return moment == null;
    }

    /** Carries the side effect out. */
    <T> T around(Effect effect, Supplier<T> call) {
        if (moment == null) {
            return call.get();
        }
        String name = effect.name().toLowerCase(Locale.ROOT);
        at("before " + name);
        T result = call.get();
        at("after " + name);
        return result;
    }

    static void raise(String className) {
        Throwable thrown;
        try {
            thrown = Class.forName(className)
                    .asSubclass(Throwable.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(THROWN + ": " + className + " cannot be made", e);
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private void at(String here) {
        if ((ANY.equals(moment) || here.equals(moment)) && reached.incrementAndGet() == time) {
            LOG.warnf("crash point reached: %s", here);
            crash.run();
        }
    }
}
