package dev.twinmaker.syncjob.aws;

/** A call was not sent: its credential belongs to another account than the caller counts on. */
final class OtherAccount extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OtherAccount(String expected, String actual) {
        super("The credentials belong to account " + actual + ", but the job is kept in account " + expected
                + ". Nothing is done until they belong to it again.");
    }
}
