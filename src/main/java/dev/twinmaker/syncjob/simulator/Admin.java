package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The administration over HTTP: everything a test can do in the same process, for those outside of it. */
final class Admin {

    private static final Object DONE = Map.of("done", true);
    private static final List<String> PATHS = List.of(
            "POST /_sim/reset",
            "GET, POST /_sim/clock {advance, frozen}",
            "GET, PATCH /_sim/knobs",
            "GET /_sim/state",
            "GET, POST, DELETE /_sim/rules {match, action, count}",
            "GET, PUT, DELETE /_sim/rules/{id}",
            "GET, DELETE /_sim/journal",
            "GET /_sim/journal/invariants",
            "GET, POST, DELETE /_sim/denials {operation, resource, tagKey, tagValue} or {passRole}",
            "POST /_sim/credentials {accessKey, account} or {expire}");

    private final Simulator simulator;
    private final WorldAdmin worldAdmin;
    private final RoleAdmin roleAdmin;
    private final PolicyAdmin policyAdmin;

    /** An answer and its body, which is written as JSON. */
    record Answer(int status, Object body) {}

    Admin(Simulator simulator) {
        this.simulator = simulator;
        this.worldAdmin = new WorldAdmin(simulator.world());
        this.roleAdmin = new RoleAdmin(simulator.iam().roles());
        this.policyAdmin = new PolicyAdmin(simulator.iam().policies());
    }

    Answer answer(Call call) {
        String path = call.rawPath().substring("/_sim".length());
        try {
            JsonNode body = call.body().isEmpty() ? Json.object() : Json.MAPPER.readTree(call.body());
            return new Answer(200, perform(call, path, body));
        } catch (NoSuchPath e) {
            return new Answer(404, Map.of("message", "Nothing at " + call.method() + " " + call.rawPath()));
        } catch (JsonProcessingException e) {
            return new Answer(400, Map.of("message", e.getOriginalMessage()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return new Answer(400, Map.of("message", String.valueOf(e.getMessage())));
        }
    }

    private Object perform(Call call, String path, JsonNode body) throws IOException {
        if (path.startsWith("/rules/")) {
            return rule(call, path.substring("/rules/".length()), body);
        }
        if (RoleAdmin.isFor(path)) {
            return roleAdmin.perform(call, path, body);
        }
        if (PolicyAdmin.isFor(path)) {
            return policyAdmin.perform(call, body);
        }
        return switch (call.method() + " " + path) {
            case "GET " ->
                Stream.of(PATHS, WorldAdmin.PATHS, RoleAdmin.PATHS, PolicyAdmin.PATHS)
                        .flatMap(List::stream)
                        .toList();
            case "POST /reset" -> done(simulator::reset);
            case "GET /clock" -> clock();
            case "POST /clock" -> moveClock(body);
            case "GET /knobs" -> simulator.knobs().asJson();
            case "PATCH /knobs" -> knobs(body);
            case "GET /state" -> state();
            case "GET /rules" -> rules();
            case "POST /rules" -> addRule(Json.MAPPER.treeToValue(body, FaultRule.class));
            case "DELETE /rules" -> done(simulator.faults()::clear);
            case "GET /journal" -> simulator.journal().entries();
            case "DELETE /journal" -> done(simulator.journal()::clear);
            case "GET /journal/invariants" -> invariants();
            case "GET /denials" -> denials();
            case "POST /denials" -> deny(body);
            case "DELETE /denials" -> done(simulator.iam()::allowEverything);
            case "POST /credentials" -> credentials(body);
            default -> {
                worldAdmin.perform(call, path, body);
                yield DONE;
            }
        };
    }

    private static Object done(Runnable task) {
        task.run();
        return DONE;
    }

    private Object clock() {
        return Map.of(
                "now", simulator.clock().instant(), "frozen", simulator.clock().frozen());
    }

    private Object moveClock(JsonNode body) {
        if (body.has("frozen")) {
            if (body.path("frozen").asBoolean()) {
                simulator.clock().freeze();
            } else {
                simulator.clock().thaw();
            }
        }
        if (body.has("advance")) {
            simulator.clock().advance(Duration.parse(body.path("advance").asText()));
        }
        return clock();
    }

    private Object knobs(JsonNode body) throws IOException {
        simulator.knobs().merge(body);
        return simulator.knobs().asJson();
    }

    private Object state() {
        World world = simulator.world();
        ObjectNode state = Json.object();
        state.put("now", simulator.clock().instant().toString());
        state.set(
                "workspaces",
                Json.MAPPER.valueToTree(
                        world.allWorkspaces().stream().map(Workspace::details).toList()));
        state.set("jobs", Json.MAPPER.valueToTree(world.jobs()));
        state.set("badRoles", Json.MAPPER.valueToTree(world.badRoles()));
        return state;
    }

    private Object rules() {
        return simulator.faults().rules().stream()
                .map(rule -> Map.of("rule", rule, "struck", simulator.faults().struck(rule.id())))
                .toList();
    }

    private Object addRule(FaultRule rule) {
        return Map.of("id", simulator.faults().add(rule));
    }

    private Object rule(Call call, String id, JsonNode body) throws IOException {
        return switch (call.method()) {
            case "GET" ->
                simulator.faults().rules().stream()
                        .filter(rule -> rule.id().equals(id))
                        .findFirst()
                        .orElseThrow(NoSuchPath::new);
            case "PUT" -> addRule(Json.MAPPER.treeToValue(body, FaultRule.class).named(id));
            case "DELETE" -> {
                if (!simulator.faults().remove(id)) {
                    throw new NoSuchPath();
                }
                yield DONE;
            }
            default -> throw new NoSuchPath();
        };
    }

    private Object invariants() {
        Journal journal = simulator.journal();
        Map<String, Long> busiest = new HashMap<>();
        for (Operation operation : Operation.values()) {
            busiest.put(operation.wireName(), journal.busiestSecond(operation));
        }
        return Map.of(
                "createsApplied", byArn(journal.createsApplied()),
                "deletesApplied", byArn(journal.deletesApplied()),
                "doubleJobs", journal.doubleJobs(),
                "racingCreates", journal.racingCreates(),
                "busiestSecond", busiest);
    }

    private static Map<String, Long> byArn(Map<JobKey, Long> counts) {
        Map<String, Long> byArn = new HashMap<>();
        counts.forEach((key, count) -> byArn.put(key.arn(), count));
        return byArn;
    }

    private Object denials() {
        return Map.of(
                "denials", simulator.iam().denials(),
                "rolesNotPassable", List.copyOf(simulator.iam().rolesNotPassable()));
    }

    private Object deny(JsonNode body) throws IOException {
        if (body.has("passRole")) {
            simulator.iam().denyPassRole(body.path("passRole").asText());
        } else {
            simulator.iam().deny(Json.MAPPER.treeToValue(body, Denial.class));
        }
        return denials();
    }

    private Object credentials(JsonNode body) {
        if (body.has("accessKey") && body.has("account")) {
            simulator
                    .iam()
                    .mapAccessKey(
                            body.path("accessKey").asText(),
                            body.path("account").asText());
        } else if (body.has("expire")) {
            simulator.iam().expire(body.path("expire").asText());
        } else {
            throw new IllegalArgumentException("accessKey with account, or expire, is needed");
        }
        return DONE;
    }

    /** There is nothing to administer at the path. */
    static final class NoSuchPath extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
