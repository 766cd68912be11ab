package dev.twinmaker.syncjob.simulator;

/** How the service may answer where its behaviour is not documented. */
public enum Verdict {
    /** The request is let through. */
    ACCEPT,
    /** ValidationException, 400. */
    VALIDATION,
    /** AccessDeniedException, 403. */
    ACCESS_DENIED,
    /** ResourceNotFoundException, 404. */
    NOT_FOUND,
    /** ConflictException, 409. */
    CONFLICT,
    /** ServiceQuotaExceededException, 402. */
    QUOTA;

    /** Throws the refusal this verdict stands for, or returns if it stands for none. */
    void apply(String message) {
        switch (this) {
            case ACCEPT -> {}
            case VALIDATION -> throw Refusal.validation(message);
            case ACCESS_DENIED -> throw Refusal.accessDenied(message);
            case NOT_FOUND -> throw Refusal.notFound(message);
            case CONFLICT -> throw Refusal.conflict(message);
            case QUOTA -> throw new Refusal(402, "ServiceQuotaExceededException", message);
        }
    }
}
