package dev.twinmaker.syncjob.simulator;

import java.util.List;
import java.util.Map;

/**
 * AWS STS, as far as it tells callers who they are. It looks at their credentials, and as in AWS no permission is
 * needed. It has no rate limit.
 */
final class SecurityTokenService implements Backend {

    private static final String SIGNING_NAME = "sts";
    private static final Map<String, String> CODES = Map.of(
            "MissingAuthenticationTokenException", "MissingAuthenticationToken",
            "InvalidSignatureException", "SignatureDoesNotMatch",
            "UnrecognizedClientException", "InvalidClientTokenId",
            "ExpiredTokenException", "ExpiredToken");

    private final Iam iam;
    private final Protocol protocol = new AwsQuery();

    SecurityTokenService(Iam iam) {
        this.iam = iam;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public String ownToken(Call call) {
        return "";
    }

    /** There is nothing to enter into the journal, since nothing is changed and no resource is named. */
    @Override
    public Reply answer(Call call, Journal.Line line) {
        try {
            checkAction(call);
            Principal principal = iam.identify(call);
            iam.authenticate(principal, SIGNING_NAME, call);
            return callerIdentity(principal);
        } catch (Refusal refusal) {
            String code = CODES.getOrDefault(refusal.code(), refusal.code());
            return Reply.error(refusal.status(), code, refusal.text());
        }
    }

    private static Reply callerIdentity(Principal principal) {
        return Reply.read(Json.object()
                .put("Arn", principal.arn())
                .put("UserId", principal.accessKey())
                .put("Account", principal.place().account()));
    }

    private static void checkAction(Call call) {
        Map<String, List<String>> form = form(call);
        String action = first(form, "Action");
        String version = first(form, "Version");
        if (!action.equals(Operation.GET_CALLER_IDENTITY.wireName()) || !version.equals(AwsQuery.STS_VERSION)) {
            throw new Refusal(
                    400, "InvalidAction", "Could not find operation " + action + " for version " + version + ".");
        }
    }

    private static Map<String, List<String>> form(Call call) {
        try {
            return call.form();
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "MalformedInput", "The body is not a form: " + e.getMessage());
        }
    }

    private static String first(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).get(0);
    }
}
