package dev.twinmaker.syncjob.benchmark;

import org.jboss.logging.Logger;

/** A measurement as a program, which ends with an error where it fails and whatever threads are left. */
interface Measurement {

    void run() throws Exception;

    static void main(Measurement measurement) {
        int code = 1;
        try {
            measurement.run();
            code = 0;
        } catch (Exception | AssertionError e) {
            Logger.getLogger(Measurement.class).error("The measurement failed.", e);
        }
        System.exit(code);
    }
}
