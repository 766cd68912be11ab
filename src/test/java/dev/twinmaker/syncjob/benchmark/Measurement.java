package dev.twinmaker.syncjob.benchmark;

/** A measurement as a program, which ends with an error where it fails and whatever threads are left. */
interface Measurement {

    void run() throws Exception;

    static void main(Measurement measurement) {
        int code = 1;
        try {
            measurement.run();
            code = 0;
        } catch (Exception | AssertionError e) {
            e.printStackTrace(System.err);
        }
        System.exit(code);
    }
}
