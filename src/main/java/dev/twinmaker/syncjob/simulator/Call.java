package dev.twinmaker.syncjob.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as it came over the wire; the body is empty until it was read. */
record Call(
        String method,
        String rawPath,
        Map<String, List<String>> query,
        Map<String, String> headers,
        Optional<Route> route,
        String body) {

    private static final Pattern SCOPE = Pattern.compile("Credential=[^/,]+/[0-9]{8}/([^/,]+)/");

    /** Reads the head. A path or query that cannot be decoded has no route. */
    static Call head(String method, String uri, Map<String, String> headers) {
        Map<String, String> lowerCased = new HashMap<>();
        headers.forEach((name, value) -> lowerCased.put(name.toLowerCase(Locale.ROOT), value));
        int mark = uri.indexOf('?');
        String rawPath = mark < 0 ? uri : uri.substring(0, mark);
        try {
            Map<String, List<String>> query = mark < 0 ? Map.of() : query(uri.substring(mark + 1));
            return new Call(method, rawPath, query, lowerCased, Route.of(method, rawPath), "");
        } catch (IllegalArgumentException e) {
            return new Call(method, rawPath, Map.of(), lowerCased, Optional.empty(), "");
        }
    }

    /** The same with its body, which with STS names the operation. */
    Call withBody(String read) {
        Optional<Route> named = isForSts() ? Optional.of(Route.toSts(action(read))) : route;
        return new Call(method, rawPath, query, headers, named, read);
    }

    private static String action(String form) {
        try {
            return form(form).getOrDefault("Action", List.of("")).get(0);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    Optional<String> label(String name) {
        return route.map(found -> found.labels().get(name));
    }

    /** The workspace in the path or, for GetSyncJob, in the query; empty if there is none. */
    String workspaceId() {
        return label("workspaceId").or(() -> queryValue("workspace")).orElse("");
    }

    /** The sync source in the path, empty if there is none. */
    String syncSource() {
        return label("syncSource").orElse("");
    }

    /** The region that it is signed for, empty if it is not signed. */
    String region() {
        Matcher scope = SCOPE.matcher(header("authorization").orElse(""));
        return scope.find() ? scope.group(1) : "";
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    List<String> queryValues(String name) {
        return query.getOrDefault(name, List.of());
    }

    Optional<String> queryValue(String name) {
        return queryValues(name).stream().findFirst();
    }

    /**
     * The fields of a body that is a form.
     *
     * @throws IllegalArgumentException if it cannot be decoded
     */
    Map<String, List<String>> form() {
        return form(body);
    }

    private static Map<String, List<String>> form(String raw) {
        // In a form a plus sign is a space.
        return query(raw.replace("+", "%20"));
    }

    /** Whether it is for STS, whichever operation it asks for. */
    boolean isForSts() {
        return route.filter(found -> found.operation().isOfSts()).isPresent();
    }

    /** Whether it is for this operation. */
    boolean asksFor(Operation operation) {
        return route.filter(found -> found.operation() == operation).isPresent();
    }

    /** One id per call of a client, the same across its retries; empty if the client sends none. */
    String invocationId() {
        return header("amz-sdk-invocation-id").orElse("");
    }

    /** The number of the attempt within its invocation, 1 if the client does not say. */
    int attempt() {
        return header("amz-sdk-request")
                .filter(value -> value.matches("attempt=\\d{1,6}(;.*)?"))
                .map(value -> value.replaceFirst("attempt=(\\d+).*", "$1"))
                .map(Integer::parseInt)
                .orElse(1);
    }

    private static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> query = new HashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.computeIfAbsent(decode(name), unused -> new ArrayList<>()).add(decode(value));
        }
        return query;
    }

    private static String decode(String raw) {
        // A plus sign in a signed query is a plus sign.
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
