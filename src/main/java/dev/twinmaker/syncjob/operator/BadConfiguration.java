package dev.twinmaker.syncjob.operator;

/** A setting that the operator cannot run with. The message names the key, the fault and the way out. */
public final class BadConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadConfiguration(String message) {
        super(message);
    }
}
