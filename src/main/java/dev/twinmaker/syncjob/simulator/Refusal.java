package dev.twinmaker.syncjob.simulator;

/** An answer other than success, decided by one of the checks of the service. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static Refusal validation(String message) {
        return new Refusal(400, "ValidationException", message);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, "ResourceNotFoundException", message);
    }

    static Refusal conflict(String message) {
        return new Refusal(409, "ConflictException", message);
    }

    static Refusal accessDenied(String message) {
        return new Refusal(403, "AccessDeniedException", message);
    }

    /** The caller has no permission for an action such as {@code sts:AssumeRole}. */
    static Refusal accessDenied(Principal caller, String action, String arn) {
        return accessDenied(
                "User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: " + arn);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
