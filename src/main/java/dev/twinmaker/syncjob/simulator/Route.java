package dev.twinmaker.syncjob.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operation a request line asks for, with the decoded labels of its path. */
record Route(Operation operation, Map<String, String> labels) {

    private static final Map<Operation, List<String>> TEMPLATES = templates();

    static Optional<Route> of(String method, String rawPath) {
        // Split before decoding: a label may hold an encoded slash.
        List<String> segments = List.of(rawPath.substring(1).split("/", -1));
        for (Map.Entry<Operation, List<String>> candidate : TEMPLATES.entrySet()) {
            if (candidate.getKey().method().equals(method) && fits(candidate.getValue(), segments)) {
                return Optional.of(new Route(candidate.getKey(), labels(candidate.getValue(), segments)));
            }
        }
        return Optional.empty();
    }

    /** The operation of STS that the body names, as far as it is known here. */
    static Route toSts(String action) {
        boolean assumes = action.equals(Operation.ASSUME_ROLE.wireName());
        return new Route(assumes ? Operation.ASSUME_ROLE : Operation.GET_CALLER_IDENTITY, Map.of());
    }

    private static Map<Operation, List<String>> templates() {
        Map<Operation, List<String>> templates = new HashMap<>();
        // By its request line it is not to be told from GetCallerIdentity.
        Arrays.stream(Operation.values())
                .filter(operation -> operation != Operation.ASSUME_ROLE)
                .forEach(operation ->
                        templates.put(operation, List.of(operation.template().split("/", -1))));
        return Map.copyOf(templates);
    }

    private static boolean fits(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            boolean matches = isLabel(template.get(i))
                    ? !segments.get(i).isEmpty()
                    : template.get(i).equals(segments.get(i));
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> labels(List<String> template, List<String> segments) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            if (isLabel(template.get(i))) {
                String name = template.get(i).substring(1, template.get(i).length() - 1);
                // A plus sign in a path is a plus sign.
                String raw = segments.get(i).replace("+", "%2B");
                labels.put(name, URLDecoder.decode(raw, StandardCharsets.UTF_8));
            }
        }
        return Map.copyOf(labels);
    }

    private static boolean isLabel(String templateSegment) {
        return templateSegment.startsWith("{");
    }
}
