package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.PolicyFiles.CLUSTER;
import static dev.twinmaker.syncjob.simulator.PolicyFiles.ownerTags;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.IoTTwinMakerResponse;

/**
 * What the operator may do and what not: each call, with the jobs on which it is allowed, whatever the tags of those are.
 * A call is a request as it comes over the wire, from which the simulator tells what has to be permitted.
 */
final class PolicyTable {

    private static final String JOB = Plant.KEY.arn();
    private static final String WORKSPACE = Plant.PLACE.workspaceArn("plant");
    private static final String ELSEWHERE = Plant.PLACE.workspaceArn("annex");
    private static final Place OTHER_REGION = Place.in("us-east-1");
    private static final Place OTHER_ACCOUNT = new Place("210987654321", Plant.REGION);
    private static final Map<String, String> OURS = ownerTags(CLUSTER);
    private static final Map<String, String> THEIRS = ownerTags("their-cluster");
    private static final Map<String, String> USER = Map.of("team", "blue");
    private static final String ANOTHER_ROLE = "arn:aws:iam::123456789012:role/admin";

    /** The actions of the service that the policy is about at all. */
    private static final Set<String> USED = Set.of(
            "CreateSyncJob",
            "GetSyncJob",
            "DeleteSyncJob",
            "ListSyncResources",
            "GetWorkspace",
            "TagResource",
            "UntagResource",
            "ListTagsForResource");

    /** The jobs that there can be, by whose they are; one of them is that there is none. */
    static final Map<String, Map<String, String>> JOBS = jobs();

    /**
     * @param needed what has to be permitted, by the tags of the job
     * @param allowed the jobs on which it is
     */
    record Row(String call, Function<Map<String, String>, List<Permission>> needed, Set<String> allowed) {

        /** The jobs on which a policy allows it. */
        Set<String> allowedBy(Policy policy) {
            return JOBS.entrySet().stream()
                    .filter(job -> needed.apply(job.getValue()).stream()
                            .allMatch(asked -> policy.allows(asked) && !policy.denies(asked)))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    private PolicyTable() {}

    private static Map<String, Map<String, String>> jobs() {
        Map<String, Map<String, String>> jobs = new LinkedHashMap<>();
        jobs.put("ours", with(USER, OURS));
        jobs.put("another's", with(USER, THEIRS));
        jobs.put("nobody's", USER);
        jobs.put("none", Map.of());
        Map<String, String> torn = new LinkedHashMap<>(THEIRS);
        torn.remove("twinmaker.dev/cluster");
        jobs.put("torn", torn);
        THEIRS.forEach((key, value) -> jobs.put("left with " + key, Map.of(key, value)));
        return jobs;
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(some);
        all.putAll(more);
        return all;
    }

    /** The calls that there can be on the workspace of the policy. */
    static List<Row> calls() {
        return Stream.of(reads(), creates(), changes()).flatMap(List::stream).toList();
    }

    /** What is never allowed: other places, roles and services, and all that the operator has no need of. */
    static List<Row> nothingElse() {
        return Stream.of(elsewhere(), otherActions()).flatMap(List::stream).toList();
    }

    private static List<Row> reads() {
        Set<String> all = JOBS.keySet();
        return List.of(
                row("GetSyncJob", "GET /sync-jobs/SITEWISE?workspace=plant", "", all),
                row("ListSyncResources", "POST /workspaces/plant/sync-jobs/SITEWISE/resources-list", "{}", all),
                row("ListTagsForResource", "POST /tags-list", arn(JOB), all),
                row("GetWorkspace", "GET /workspaces/plant", "", all),
                row("GetWorkspace by ARN", "GET /workspaces/" + WORKSPACE.replace("/", "%2F"), "", all),
                row("GetSyncJob of no workspace", "GET /sync-jobs/SITEWISE", "", Set.of()),
                row("ListTagsForResource of the workspace", "POST /tags-list", arn(WORKSPACE), Set.of()),
                row("ListSyncJobs", "POST /workspaces/plant/sync-jobs-list", "{}", Set.of()),
                row("ListWorkspaces", "POST /workspaces-list", "{}", Set.of()));
    }

    private static List<Row> creates() {
        String create = "POST /workspaces/plant/sync-jobs/SITEWISE";
        return List.of(
                row("CreateSyncJob with our tags", create, job(Plant.ROLE, OURS), "ours", "nobody's", "none"),
                row(
                        "CreateSyncJob with our tags and others",
                        create,
                        job(Plant.ROLE, with(USER, OURS)),
                        "ours",
                        "nobody's",
                        "none"),
                row("CreateSyncJob with tags of another cluster", create, job(Plant.ROLE, THEIRS), Set.of()),
                row("CreateSyncJob with tags that name nobody", create, job(Plant.ROLE, USER), Set.of()),
                row("CreateSyncJob without tags", create, job(Plant.ROLE, Map.of()), Set.of()),
                row("CreateSyncJob with another role", create, job(ANOTHER_ROLE, OURS), Set.of()),
                row("CreateWorkspace", "POST /workspaces/plant", tags(OURS), Set.of()),
                row("UpdateWorkspace", "PUT /workspaces/plant", "{}", Set.of()),
                row("DeleteWorkspace", "DELETE /workspaces/plant", "", Set.of()));
    }

    private static List<Row> changes() {
        String untag = "DELETE /tags?resourceARN=";
        return List.of(
                row("DeleteSyncJob", "DELETE /workspaces/plant/sync-jobs/SITEWISE", "", "ours"),
                row("UntagResource of a user's tag", untag + JOB + "&tagKeys=team", "", "ours"),
                row("UntagResource of the owner tags", untag + JOB + keys(OURS.keySet()), "", "ours"),
                row("TagResource with a user's tag", "POST /tags", tagging(JOB, USER), "ours"),
                row("TagResource with our tags", "POST /tags", tagging(JOB, OURS), "ours", "nobody's", "none"),
                row("TagResource that gives the job away", "POST /tags", tagging(JOB, THEIRS), Set.of()),
                row("UntagResource of the workspace", untag + WORKSPACE + "&tagKeys=team", "", Set.of()),
                row("TagResource of the workspace", "POST /tags", tagging(WORKSPACE, OURS), Set.of()));
    }

    private static List<Row> elsewhere() {
        List<Row> rows = new ArrayList<>(List.of(
                row("GetSyncJob elsewhere", "GET /sync-jobs/SITEWISE?workspace=annex", "", Set.of()),
                row(
                        "CreateSyncJob elsewhere",
                        "POST /workspaces/annex/sync-jobs/SITEWISE",
                        job(Plant.ROLE, OURS),
                        Set.of()),
                row("DeleteSyncJob elsewhere", "DELETE /workspaces/annex/sync-jobs/SITEWISE", "", Set.of()),
                row("GetWorkspace elsewhere", "GET /workspaces/annex", "", Set.of())));
        for (String workspace : List.of(
                ELSEWHERE, WORKSPACE + "2", OTHER_REGION.workspaceArn("plant"), OTHER_ACCOUNT.workspaceArn("plant"))) {
            String job = workspace + "/sync-job/SITEWISE-default";
            USED.forEach(action -> {
                rows.add(never(action, workspace, OURS));
                rows.add(never(action, job, OURS));
                rows.add(never(action, job, USER));
            });
        }
        rows.add(single(
                "PassRole to another service",
                Permission.of("iam:PassRole", Plant.ROLE).with(Permission.PASSED_TO_SERVICE, "ec2.amazonaws.com")));
        rows.add(single(
                "another action on the role",
                Permission.of("iam:UpdateAssumeRolePolicy", Plant.ROLE)
                        .with(Permission.PASSED_TO_SERVICE, "iottwinmaker.amazonaws.com")));
        return rows;
    }

    /** Every action of the service that the operator has no need of, on every kind of resource. */
    private static List<Row> otherActions() {
        List<Row> rows = new ArrayList<>();
        for (String action : actions()) {
            if (!USED.contains(action)) {
                for (String resource :
                        List.of(Permission.NO_RESOURCE, WORKSPACE, JOB, WORKSPACE + "/entity/pump", ELSEWHERE)) {
                    rows.add(never(action, resource, OURS));
                    rows.add(never(action, resource, Map.of()));
                }
            }
        }
        return rows;
    }

    /** The actions of the service, which are named like its operations. */
    static Set<String> actions() {
        return Arrays.stream(IoTTwinMakerClient.class.getMethods())
                .filter(method -> IoTTwinMakerResponse.class.isAssignableFrom(method.getReturnType()))
                .map(method -> method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                        + method.getName().substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Row never(String action, String resource, Map<String, String> tags) {
        return single(
                action + " on " + resource + " of " + tags.get("twinmaker.dev/cluster"),
                Permission.of("iottwinmaker:" + action, resource).tagged(tags).sending(OURS));
    }

    private static Row single(String call, Permission permission) {
        return new Row(call, unused -> List.of(permission), Set.of());
    }

    private static Row row(String call, String line, String body, String... allowed) {
        return row(call, line, body, Set.of(allowed));
    }

    private static Row row(String call, String line, String body, Set<String> allowed) {
        String[] words = line.split(" ", 2);
        Call sent = Call.head(words[0], words[1], Map.of()).withBody(body);
        Request request = new Request(
                sent,
                new Principal("AKIDTEST", "", Plant.PLACE, "iottwinmaker", null),
                sent.route().orElseThrow(),
                Request.parse(body));
        return new Row(call, tags -> needed(request, tags), allowed);
    }

    private static List<Permission> needed(Request request, Map<String, String> tags) {
        Permissions permissions = new Permissions(arn -> arn.contains("/sync-job/") ? tags : Map.of());
        List<Permission> needed = new ArrayList<>(permissions.of(request));
        if (request.operation() == Operation.CREATE_SYNC_JOB) {
            needed.add(Permissions.passing(request.text("syncRole").orElseThrow()));
        }
        return needed;
    }

    private static String arn(String resource) {
        return Json.object().put("resourceARN", resource).toString();
    }

    private static String tags(Map<String, String> tags) {
        return Json.object().set("tags", Json.MAPPER.valueToTree(tags)).toString();
    }

    private static String tagging(String resource, Map<String, String> tags) {
        return Json.object()
                .put("resourceARN", resource)
                .set("tags", Json.MAPPER.valueToTree(tags))
                .toString();
    }

    private static String job(String role, Map<String, String> tags) {
        return Json.object()
                .put("syncRole", role)
                .set("tags", Json.MAPPER.valueToTree(tags))
                .toString();
    }

    private static String keys(Set<String> keys) {
        return keys.stream().map(key -> "&tagKeys=" + key).collect(Collectors.joining());
    }
}
