package dev.twinmaker.syncjob.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Credentials and permissions. Everything is allowed that is not denied, but for callers who have {@linkplain #policies()
 * policies}; signatures are taken on trust. All methods are atomic and act on the next request.
 */
public final class Iam {

    private static final Pattern CREDENTIAL =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/,\\s]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request,"
                    + "\\s*SignedHeaders=[^,\\s]+,\\s*Signature=\\w+");
    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final SimulatorOptions options;
    private final Knobs knobs;
    private final SimulatedClock clock;
    private final Map<String, String> accounts = new HashMap<>();
    private final Set<String> expired = new HashSet<>();
    private final List<Denial> denials = new ArrayList<>();
    private final Sessions sessions = new Sessions();
    private final Roles roles;
    private final Policies policies = new Policies();
    private final Set<String> rolesNotPassable = new HashSet<>();

    Iam(SimulatorOptions options, Knobs knobs, SimulatedClock clock) {
        this.options = options;
        this.knobs = knobs;
        this.clock = clock;
        this.roles = new Roles(clock, sessions);
    }

    /** The roles that may be assumed. */
    public Roles roles() {
        return roles;
    }

    /** What callers may do, for those who are not to do everything. */
    public Policies policies() {
        return policies;
    }

    /** Makes an access key belong to an account, from now on. */
    public synchronized void mapAccessKey(String accessKey, String account) {
        accounts.put(accessKey, account);
    }

    /** Refuses an access key or a session token as expired; the caller has to come with another. */
    public synchronized void expire(String accessKeyOrSessionToken) {
        expired.add(accessKeyOrSessionToken);
    }

    /** Adds a deny statement. */
    public synchronized void deny(Denial denial) {
        denials.add(denial);
    }

    /** Denies iam:PassRole for the roles whose ARN fits the pattern, in which {@code *} stands for anything. */
    public synchronized void denyPassRole(String arnPattern) {
        rolesNotPassable.add(arnPattern);
    }

    /** Lifts every denial; policies stay attached, and expired credentials stay expired. */
    public synchronized void allowEverything() {
        denials.clear();
        rolesNotPassable.clear();
    }

    /** The deny statements in force. */
    public synchronized List<Denial> denials() {
        return List.copyOf(denials);
    }

    synchronized Set<String> rolesNotPassable() {
        return Set.copyOf(rolesNotPassable);
    }

    synchronized void clear() {
        accounts.clear();
        expired.clear();
        sessions.clear();
        roles.clear();
        policies.clear();
        allowEverything();
    }

    /** Who the request says it is from, with a guess where it says nothing. */
    synchronized Principal identify(Call call) {
        String token = call.header("x-amz-security-token").orElse("");
        Matcher scope = CREDENTIAL.matcher(call.header("authorization").orElse(""));
        if (!scope.lookingAt()) {
            return new Principal("", token, new Place(options.account(), "us-east-1"), "", null);
        }
        Optional<Session> session = sessions.find(scope.group(1));
        String account = session.map(given -> given.role().account())
                .orElseGet(() -> accounts.getOrDefault(scope.group(1), options.account()));
        Place place = new Place(account, scope.group(3));
        return new Principal(scope.group(1), token, place, scope.group(4), session.orElse(null));
    }

    /** Refuses credentials that are no good for the service with this signing name. */
    synchronized void authenticate(Principal principal, String service, Call call) {
        if (knobs.identity.required && principal.accessKey().isEmpty()) {
            throw new Refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        if (knobs.identity.required && !principal.service().equals(service)) {
            throw signature("Credential should be scoped to correct service: '" + service + "'.");
        }
        if (!isRecognized(principal)) {
            throw new Refusal(
                    403, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        if (knobs.identity.checksDate) {
            checkDate(call);
        }
        if (isExpired(principal)) {
            throw new Refusal(403, "ExpiredTokenException", "The security token included in the request is expired");
        }
    }

    /** The key of a session, even of a forgotten one, is good for nothing without a token. */
    private boolean isRecognized(Principal principal) {
        Session session = principal.session();
        if (session != null) {
            return session.token().equals(principal.sessionToken());
        }
        boolean mapped = accounts.containsKey(principal.accessKey());
        boolean bare = Sessions.isKey(principal.accessKey())
                && principal.sessionToken().isEmpty();
        return mapped || !(knobs.identity.knownKeysOnly || bare);
    }

    private boolean isExpired(Principal principal) {
        Session session = principal.session();
        boolean forgotten = session == null
                && Sessions.isKey(principal.accessKey())
                && !accounts.containsKey(principal.accessKey());
        return forgotten
                || (session != null && session.expiredAt(clock.instant()))
                || expired.contains(principal.accessKey())
                || expired.contains(principal.sessionToken());
    }

    private void checkDate(Call call) {
        Instant now = clock.instant();
        Optional<Instant> signed = call.header("x-amz-date").flatMap(Iam::instant);
        boolean close = signed.map(date -> Duration.between(date, now).abs())
                .filter(skew -> skew.compareTo(knobs.identity.maxSkew) <= 0)
                .isPresent();
        if (!close) {
            throw signature("Signature expired: the date of the request is not near "
                    + AMZ_DATE.format(now.atOffset(ZoneOffset.UTC)) + ".");
        }
    }

    private static Optional<Instant> instant(String amzDate) {
        try {
            return Optional.of(LocalDateTime.parse(amzDate, AMZ_DATE).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Refusal signature(String message) {
        return new Refusal(403, "InvalidSignatureException", message);
    }

    synchronized void authorize(Principal principal, Operation operation, String arn, Map<String, String> tags) {
        if (denials.stream().anyMatch(denial -> denial.covers(operation, arn, tags))) {
            throw Refusal.accessDenied(principal, operation.permission(), arn + " with an explicit deny");
        }
    }

    synchronized void passRole(Principal principal, String role) {
        if (rolesNotPassable.stream().anyMatch(pattern -> Denial.matches(pattern, role))) {
            throw Refusal.accessDenied(principal, "iam:PassRole", role);
        }
        policies.check(principal, List.of(Permissions.passing(role)));
    }

    /** Gives out a session, or refuses; either is to be seen in {@link Roles#assumptions()}. */
    synchronized Session assume(Principal principal, RoleRequest request) {
        try {
            authorize(principal, Operation.ASSUME_ROLE, request.role().text(), request.tags());
            policies.check(principal, Permissions.assuming(request));
            roles.check(principal, request);
        } catch (Refusal refusal) {
            roles.enter(principal, request, false);
            throw refusal;
        }
        roles.enter(principal, request, true);
        return sessions.give(request.role(), request.sessionName(), request.length(), clock.instant());
    }
}
