package dev.twinmaker.syncjob.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The constraints of the service model, with its patterns anchored; all that is wrong is told at once. */
final class Constraints {

    private static final String PARTITION = "arn:(aws|aws-cn|aws-us-gov):";
    private static final Pattern ID = Pattern.compile("[a-zA-Z_0-9][a-zA-Z_\\-0-9]*[a-zA-Z0-9]+");
    private static final Pattern WORKSPACE_ARN =
            Pattern.compile(PARTITION + "iottwinmaker:[a-z0-9-]+:[0-9]{12}:[/a-zA-Z0-9_-]+");
    private static final Pattern SYNC_SOURCE = Pattern.compile("[a-zA-Z_0-9]+");
    private static final Pattern ROLE_ARN = Pattern.compile(PARTITION + "iam::[0-9]{12}:role/.*");
    private static final Pattern TAGGABLE_ARN =
            Pattern.compile(PARTITION + "iottwinmaker:[a-z0-9-]+:[0-9]{12}:[/a-zA-Z0-9_\\-.:]+");
    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final Pattern ANY_LINE = Pattern.compile(".*");
    private static final List<String> FILTERS = List.of("state", "resourceType", "resourceId", "externalId");
    private static final List<List<String>> FILTER_SETS = List.of(
            List.of(), List.of("state"), List.of("resourceType", "resourceId"), List.of("resourceType", "externalId"));
    private static final List<String> RESOURCE_STATES =
            List.of("INITIALIZING", "PROCESSING", "DELETED", "IN_SYNC", "ERROR");
    private static final List<String> RESOURCE_TYPES = List.of("ENTITY", "COMPONENT_TYPE");

    private final Request request;
    private final List<String> violations = new ArrayList<>();

    private Constraints(Request request) {
        this.request = request;
    }

    static void check(Request request) {
        Constraints constraints = new Constraints(request);
        constraints.path();
        constraints.members();
        if (!constraints.violations.isEmpty()) {
            int count = constraints.violations.size();
            throw Refusal.validation(count + " validation error" + (count == 1 ? "" : "s") + " detected: "
                    + String.join("; ", constraints.violations));
        }
    }

    private void path() {
        request.call().label("workspaceId").ifPresent(id -> {
            if (request.operation() == Operation.GET_WORKSPACE && id.startsWith("arn:")) {
                text("workspaceId", id, 1, 2048, WORKSPACE_ARN);
            } else {
                text("workspaceId", id, 1, 128, ID);
            }
        });
        request.call().label("syncSource").ifPresent(source -> text("syncSource", source, 1, 128, SYNC_SOURCE));
    }

    private void members() {
        switch (request.operation()) {
            case CREATE_SYNC_JOB -> {
                required("syncRole", request.text("syncRole"), 20, 2048, ROLE_ARN);
                request.map("tags").ifPresent(this::tags);
            }
            case GET_SYNC_JOB ->
                request.call().queryValue("workspace").ifPresent(id -> text("workspaceId", id, 1, 128, ID));
            case LIST_SYNC_JOBS, LIST_WORKSPACES -> paging(200);
            case LIST_SYNC_RESOURCES -> {
                filters();
                paging(200);
            }
            case TAG_RESOURCE -> {
                arn();
                Optional<Map<String, String>> tags = request.map("tags");
                tags.ifPresentOrElse(this::tags, () -> missing("tags"));
            }
            case UNTAG_RESOURCE -> {
                arn();
                tagKeys();
            }
            case LIST_TAGS_FOR_RESOURCE -> {
                arn();
                paging(200);
            }
            case CREATE_WORKSPACE, UPDATE_WORKSPACE -> {
                request.text("description").ifPresent(text -> text("description", text, 0, 2048, ANY_LINE));
                request.text("role").ifPresent(role -> text("role", role, 20, 2048, ROLE_ARN));
            }
            case GET_WORKSPACE, DELETE_WORKSPACE, DELETE_SYNC_JOB, GET_CALLER_IDENTITY, ASSUME_ROLE -> {}
        }
    }

    private void arn() {
        Optional<String> arn = Optional.of(request.resourceArn()).filter(text -> !text.isEmpty());
        required("resourceARN", arn, 20, 2048, TAGGABLE_ARN);
    }

    private void tags(Map<String, String> tags) {
        size("tags", tags.size());
        tags.forEach((key, value) -> {
            text("tags.key", key, 1, 128, TAG_KEY);
            text("tags.value", value, 1, 256, ANY_LINE);
        });
    }

    private void tagKeys() {
        List<String> keys = request.call().queryValues("tagKeys");
        if (keys.isEmpty()) {
            missing("tagKeys");
        }
        size("tagKeys", keys.size());
        keys.forEach(key -> text("tagKeys", key, 1, 128, TAG_KEY));
    }

    private void filters() {
        List<Map.Entry<String, String>> filters = request.unions("filters");
        for (Map.Entry<String, String> filter : filters) {
            switch (filter.getKey()) {
                case "state" -> oneOf("filters.state", filter.getValue(), RESOURCE_STATES);
                case "resourceType" -> oneOf("filters.resourceType", filter.getValue(), RESOURCE_TYPES);
                default -> oneOf("filters", filter.getKey(), FILTERS);
            }
        }
        List<String> names = filters.stream().map(Map.Entry::getKey).sorted().toList();
        if (FILTER_SETS.stream().map(set -> set.stream().sorted().toList()).noneMatch(names::equals)) {
            violations.add("Value '" + names + "' at 'filters' failed to satisfy constraint: state alone, or"
                    + " resourceType with resourceId or externalId");
        }
    }

    private void paging(int most) {
        request.number("maxResults")
                .filter(count -> count < 0 || count > most)
                .ifPresent(count ->
                        violate("maxResults", count.toString(), "Member must have value between 0 and " + most));
        request.text("nextToken").ifPresent(token -> {
            if (token.length() > 17_880 || !Pages.authentic(Pages.listOf(request), token)) {
                violations.add("Value at 'nextToken' failed to satisfy constraint: not a token of this list");
            }
        });
    }

    private void size(String member, int size) {
        if (size > 50) {
            violate(member, size + " entries", "Member must have length less than or equal to 50");
        }
    }

    private void required(String member, Optional<String> value, int least, int most, Pattern pattern) {
        value.ifPresentOrElse(text -> text(member, text, least, most, pattern), () -> missing(member));
    }

    private void missing(String member) {
        violate(member, "null", "Member must not be null");
    }

    private void oneOf(String member, String value, List<String> values) {
        if (!values.contains(value)) {
            violate(member, value, "Member must satisfy enum value set: " + values);
        }
    }

    private void text(String member, String value, int least, int most, Pattern pattern) {
        int length = value.codePointCount(0, value.length());
        if (length < least || length > most) {
            violate(member, value, "Member must have length between " + least + " and " + most);
        } else if (!pattern.matcher(value).matches()) {
            violate(member, value, "Member must satisfy regular expression pattern: " + pattern);
        }
    }

    private void violate(String member, String value, String constraint) {
        String shown = value.length() > 64 ? value.substring(0, 64) + "..." : value;
        violations.add("Value '" + shown + "' at '" + member + "' failed to satisfy constraint: " + constraint);
    }
}
