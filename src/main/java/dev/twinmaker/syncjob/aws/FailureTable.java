package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Failure.Effect;
import dev.twinmaker.syncjob.core.port.Failure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * The one table from everything the SDK can throw to a failure. Codes count before status codes, since a proxy between
 * here and AWS can answer with any status; "not found" counts only in the service's own words.
 */
final class FailureTable {

    private static final Map<String, Kind> BY_CODE = Map.ofEntries(
            Map.entry("ThrottlingException", Kind.THROTTLED),
            Map.entry("Throttling", Kind.THROTTLED),
            Map.entry("TooManyRequestsException", Kind.THROTTLED),
            Map.entry("RequestLimitExceeded", Kind.THROTTLED),
            Map.entry("SlowDown", Kind.THROTTLED),
            Map.entry("ExpiredTokenException", Kind.NO_CREDENTIALS),
            Map.entry("ExpiredToken", Kind.NO_CREDENTIALS),
            Map.entry("UnrecognizedClientException", Kind.NO_CREDENTIALS),
            Map.entry("InvalidClientTokenId", Kind.NO_CREDENTIALS),
            Map.entry("MissingAuthenticationTokenException", Kind.NO_CREDENTIALS),
            Map.entry("MissingAuthenticationToken", Kind.NO_CREDENTIALS),
            Map.entry("IncompleteSignatureException", Kind.NO_CREDENTIALS),
            Map.entry("InvalidSignatureException", Kind.NO_CREDENTIALS),
            Map.entry("SignatureDoesNotMatch", Kind.NO_CREDENTIALS),
            Map.entry("RequestExpired", Kind.NO_CREDENTIALS),
            Map.entry("RequestTimeTooSkewed", Kind.NO_CREDENTIALS),
            Map.entry("AccessDeniedException", Kind.DENIED),
            Map.entry("AccessDenied", Kind.DENIED),
            Map.entry("ResourceNotFoundException", Kind.NOT_FOUND),
            Map.entry("ServiceQuotaExceededException", Kind.QUOTA),
            Map.entry("ValidationException", Kind.INVALID),
            Map.entry("TooManyTagsException", Kind.INVALID),
            Map.entry("ConflictException", Kind.CONFLICT),
            Map.entry("InternalServerException", Kind.UNAVAILABLE),
            Map.entry("ServiceUnavailableException", Kind.UNAVAILABLE),
            Map.entry("RequestTimeoutException", Kind.UNAVAILABLE));

    private static final Set<Kind> REFUSALS =
            Set.of(Kind.NO_CREDENTIALS, Kind.DENIED, Kind.NOT_FOUND, Kind.QUOTA, Kind.INVALID, Kind.CONFLICT);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,9}");

    private FailureTable() {}

    /**
     * @param what the call in words, such as {@code iottwinmaker:GetSyncJob on workspace plant}
     */
    static Failure of(RuntimeException thrown, String what, Duration callTimeout) {
        if (find(thrown, Credentials.Unavailable.class) != null) {
            return Failure.refused(
                    Kind.NO_CREDENTIALS,
                    AwsText.normalise("There are no AWS credentials to call " + what + " with. Give the operator's"
                            + " service account an IAM role, or set the SDK's environment."));
        }
        OtherAccount other = find(thrown, OtherAccount.class);
        if (other != null) {
            return Failure.refused(Kind.OTHER_ACCOUNT, String.valueOf(other.getMessage()));
        }
        UnknownAccount unknown = find(thrown, UnknownAccount.class);
        if (unknown != null) {
            return Failure.refused(Kind.NO_CREDENTIALS, String.valueOf(unknown.getMessage()));
        }
        NoSession session = find(thrown, NoSession.class);
        if (session != null) {
            return ofSession(session, callTimeout);
        }
        AwsServiceException answered = find(thrown, AwsServiceException.class);
        if (answered != null) {
            return answered(answered, what);
        }
        if (timedOut(thrown)) {
            return silent(what, callTimeout);
        }
        return unanswered(thrown, what, callTimeout);
    }

    /** Whatever else STS failed by, it is credentials that are missing. */
    private static Failure ofSession(NoSession session, Duration callTimeout) {
        String what = "sts:AssumeRole on role " + session.role();
        Throwable cause = session.getCause();
        if (!(cause instanceof RuntimeException said)) {
            return Failure.refused(Kind.NO_CREDENTIALS, AwsText.normalise("AWS gave no session for " + what + "."));
        }
        Failure failure = of(said, what, callTimeout);
        return switch (failure.kind()) {
            case OTHER_ACCOUNT, NO_CREDENTIALS -> failure.withoutEffect();
            case DENIED, INVALID -> Failure.refused(Kind.DENIED, session.withoutSecret(failure.text()));
            default -> Failure.refused(Kind.NO_CREDENTIALS, failure.text());
        };
    }

    /** Whether AWS refused the call for what it asked, so that the credential was in order. */
    static boolean isOfKnownCaller(Failure failure) {
        return REFUSALS.contains(failure.kind()) && failure.kind() != Kind.NO_CREDENTIALS;
    }

    /** Whether AWS said no to the caller, which asking again soon does not change. */
    static boolean isRefusal(RuntimeException thrown) {
        AwsServiceException answered = find(thrown, AwsServiceException.class);
        if (answered == null) {
            return find(thrown, OtherAccount.class) != null;
        }
        Kind kind = kind(
                answered,
                answered.awsErrorDetails() == null
                        ? null
                        : answered.awsErrorDetails().errorCode());
        return kind == Kind.DENIED || kind == Kind.INVALID;
    }

    /** Whether AWS said that there are too many calls. */
    static boolean isThrottling(RuntimeException thrown) {
        AwsServiceException answered = find(thrown, AwsServiceException.class);
        return answered != null
                && kind(
                                answered,
                                answered.awsErrorDetails() == null
                                        ? null
                                        : answered.awsErrorDetails().errorCode())
                        == Kind.THROTTLED;
    }

    /** An answer of 200 that says too little, or something else than was asked. */
    static Failure unreadable(String what, String fault) {
        return lost(Effect.POSSIBLE, what, fault);
    }

    private static Failure answered(AwsServiceException thrown, String what) {
        AwsErrorDetails details = thrown.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        Kind kind = kind(thrown, code);
        Effect effect = REFUSALS.contains(kind) || (kind == Kind.UNKNOWN && thrown.statusCode() < 500)
                ? Effect.NONE
                : Effect.POSSIBLE;
        String said = details == null ? null : details.errorMessage();
        String text = sentence(kind, what, thrown.statusCode(), code, said);
        return new Failure(kind, effect, AwsText.normalise(text), retryAfter(details));
    }

    private static Kind kind(AwsServiceException thrown, @Nullable String code) {
        Kind known = code == null ? null : BY_CODE.get(code);
        if (known != null) {
            return known;
        }
        if (thrown.isThrottlingException() || thrown.statusCode() == 429) {
            return Kind.THROTTLED;
        }
        if (thrown.statusCode() >= 500 || thrown.statusCode() == 408) {
            return Kind.UNAVAILABLE;
        }
        return switch (thrown.statusCode()) {
            case 401, 403 -> Kind.DENIED;
            case 402 -> Kind.QUOTA;
            case 400 -> code == null ? Kind.UNKNOWN : Kind.INVALID;
            default -> Kind.UNKNOWN;
        };
    }

    private static String sentence(Kind kind, String what, int status, @Nullable String code, @Nullable String said) {
        String text = said == null || said.isBlank() ? "no text" : said.strip();
        String name = code == null ? "status " + status : code;
        return switch (kind) {
            case THROTTLED -> "AWS throttles " + what + "; trying again, slower.";
            case UNAVAILABLE, UNKNOWN -> "AWS failed to answer " + what + " (" + name + ").";
            case NO_CREDENTIALS, OTHER_ACCOUNT -> "AWS does not accept the credentials for " + what + ": " + name + ".";
            case DENIED -> "AWS denies " + what + ": " + text;
            case INVALID, QUOTA, CONFLICT, NOT_FOUND -> "AWS refuses " + what + " (" + name + "): " + text;
        };
    }

    private static boolean timedOut(Throwable thrown) {
        return find(thrown, ApiCallTimeoutException.class) != null
                || find(thrown, ApiCallAttemptTimeoutException.class) != null;
    }

    /**
     * Whether nobody answered until the time of the call was over. The socket waits as long as the call may take, and
     * either clock can be the first.
     */
    static boolean isSilence(Throwable thrown) {
        return timedOut(thrown)
                || (find(thrown, SocketTimeoutException.class) != null
                        && find(thrown, ConnectTimeoutException.class) == null);
    }

    private static Failure silent(String what, Duration callTimeout) {
        return lost(Effect.UNDER_WAY, what, "no answer within " + callTimeout.toMillis() + " ms");
    }

    private static Failure unanswered(RuntimeException thrown, String what, Duration callTimeout) {
        boolean neverSent = find(thrown, UnknownHostException.class) != null
                || find(thrown, ConnectException.class) != null
                || find(thrown, ConnectTimeoutException.class) != null
                || find(thrown, NoRouteToHostException.class) != null;
        if (neverSent) {
            return lost(Effect.NONE, what, "no connection");
        }
        if (isSilence(thrown)) {
            return silent(what, callTimeout);
        }
        if (find(thrown, AbortedException.class) != null) {
            return lost(Effect.UNDER_WAY, what, "the call was cut short");
        }
        if (find(thrown, com.fasterxml.jackson.core.JacksonException.class) != null || isParseError(thrown)) {
            return lost(Effect.POSSIBLE, what, "an answer that cannot be read");
        }
        return find(thrown, IOException.class) != null
                ? lost(Effect.UNDER_WAY, what, "the connection was lost")
                : lost(Effect.UNDER_WAY, what, "an error of the client");
    }

    private static boolean isParseError(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t.getClass().getSimpleName().contains("JsonParse")
                    || String.valueOf(t.getMessage()).startsWith("Unable to unmarshall")
                    || String.valueOf(t.getMessage()).startsWith("Unable to parse")) {
                return true;
            }
        }
        return false;
    }

    private static Failure lost(Effect effect, String what, String fault) {
        String text = "AWS did not answer " + what + " in full: " + fault + ".";
        return new Failure(Kind.UNAVAILABLE, effect, AwsText.normalise(text), Optional.empty());
    }

    private static Optional<Duration> retryAfter(@Nullable AwsErrorDetails details) {
        if (details == null || details.sdkHttpResponse() == null) {
            return Optional.empty();
        }
        Optional<Duration> millis = number(details, "x-amz-retry-after").map(Duration::ofMillis);
        return millis.isPresent() ? millis : number(details, "Retry-After").map(Duration::ofSeconds);
    }

    private static Optional<Long> number(AwsErrorDetails details, String header) {
        return details.sdkHttpResponse()
                .firstMatchingHeader(header)
                .map(String::strip)
                .filter(value -> WHOLE_NUMBER.matcher(value).matches())
                .map(Long::valueOf);
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
