package dev.twinmaker.syncjob.aws;

/** A call was not sent: it cannot be told whether its credential belongs to the account that the caller counts on. */
final class UnknownAccount extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownAccount(String expected) {
        super("The service did not tell whether the credentials belong to account " + expected
                + ", in which the job is kept. Set AWS_ENDPOINT_URL_STS so that STS can tell it.");
    }
}
