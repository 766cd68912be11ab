package dev.twinmaker.syncjob.operator;

import io.micrometer.core.instrument.Metrics;
import org.jboss.logging.Logger;

/**
 * Something thrown that nobody expected. The object that it concerns is tried again: a framework that does not see a pass
 * come back never runs another one for that object.
 */
final class Defect {

    /** Counted where the framework would count failed passes, if it saw any: none of them comes back as a failure. */
    static final String METER = "syncjob.operator.defects";

    private static final Logger LOG = Logger.getLogger(Defect.class);

    private Defect() {}

    /**
     * Logs and counts it.
     *
     * @throws VirtualMachineError where the process is what has failed; a stack that overflowed is none of these
     */
    static void survive(Throwable thrown, String where) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
        Metrics.counter(METER).increment();
        LOG.errorf(thrown, "defect in %s", where);
    }
}
