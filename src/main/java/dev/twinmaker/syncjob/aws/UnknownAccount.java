package dev.twinmaker.syncjob.aws;

import org.jspecify.annotations.Nullable;

/** A call was not sent: it cannot be told to which account its credential belongs. */
final class UnknownAccount extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private UnknownAccount(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** STS was asked and did not say. */
    static UnknownAccount sts(Throwable cause) {
        return new UnknownAccount(
                "The account of the operator's credentials is not known, since sts:GetCallerIdentity failed. Every"
                        + " credential may make that call; STS must be within reach.",
                cause);
    }

    /** There is no STS to assume a role with. */
    static UnknownAccount unreachable(String role) {
        return new UnknownAccount(
                "Role " + role + " cannot be assumed, since STS is not within reach beside an endpoint of the service"
                        + " alone. Set AWS_ENDPOINT_URL_STS.",
                null);
    }

    /** There is no STS to ask, and no ARN of the service tells. */
    static UnknownAccount untold(String expected) {
        return new UnknownAccount(
                "The service did not tell whether the operator's credentials belong to account " + expected
                        + ", in which the job is kept. Set AWS_ENDPOINT_URL_STS, so that STS can tell.",
                null);
    }
}
