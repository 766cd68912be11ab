package dev.twinmaker.syncjob.simulator;

import java.util.List;
import java.util.Map;

/**
 * AWS STS, as far as it tells callers who they are and lets them assume roles. It looks at their credentials; to ask
 * who one is, as in AWS, no permission is needed. It has no rate limit.
 */
final class SecurityTokenService implements Backend {

    private static final String SIGNING_NAME = "sts";
    private static final Map<String, String> CODES = Map.of(
            "MissingAuthenticationTokenException", "MissingAuthenticationToken",
            "InvalidSignatureException", "SignatureDoesNotMatch",
            "UnrecognizedClientException", "InvalidClientTokenId",
            "ExpiredTokenException", "ExpiredToken",
            "AccessDeniedException", "AccessDenied");

    private final Iam iam;

    SecurityTokenService(Iam iam) {
        this.iam = iam;
    }

    @Override
    public Protocol protocol(Call call) {
        return new AwsQuery(operation(call));
    }

    @Override
    public String ownToken(Call call) {
        return "";
    }

    /** The journal is told of a role that is asked for; nothing in the world is changed. */
    @Override
    public Reply answer(Call call, Journal.Line line) {
        try {
            Map<String, List<String>> form = form(call);
            checkAction(call, form);
            Principal principal = iam.identify(call);
            iam.authenticate(principal, SIGNING_NAME, call);
            if (operation(call) == Operation.GET_CALLER_IDENTITY) {
                return callerIdentity(principal);
            }
            RoleRequest request = RoleRequest.of(form, principal.place().partition());
            line.named(request.role().text());
            return assumed(iam.assume(principal, request));
        } catch (Refusal refusal) {
            String code = CODES.getOrDefault(refusal.code(), refusal.code());
            return Reply.error(refusal.status(), code, refusal.text());
        }
    }

    private static Operation operation(Call call) {
        return call.asksFor(Operation.ASSUME_ROLE) ? Operation.ASSUME_ROLE : Operation.GET_CALLER_IDENTITY;
    }

    private static Reply callerIdentity(Principal principal) {
        return Reply.read(Json.object()
                .put("Arn", principal.arn())
                .put("UserId", principal.userId())
                .put("Account", principal.place().account()));
    }

    private static Reply assumed(Session session) {
        var members = Json.object();
        members.putObject("AssumedRoleUser")
                .put("AssumedRoleId", session.userId())
                .put("Arn", session.arn());
        members.putObject("Credentials")
                .put("AccessKeyId", session.accessKey())
                .put("SecretAccessKey", session.secret())
                .put("SessionToken", session.token())
                .put("Expiration", session.expiration().toString());
        return Reply.read(members);
    }

    private static void checkAction(Call call, Map<String, List<String>> form) {
        String action = first(form, "Action");
        String version = first(form, "Version");
        if (!action.equals(operation(call).wireName()) || !version.equals(AwsQuery.STS_VERSION)) {
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
