package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Failure;

/** A call was not sent: its credential belongs to another account than the caller counts on. */
final class OtherAccount extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OtherAccount(String expected, String actual) {
        super(Failure.otherAccount(expected, actual).text());
    }
}
