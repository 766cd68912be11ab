package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The three tag operations, on sync jobs and on workspaces. */
final class TagOperations {

    private static final int MOST_TAGS = 50;
    private static final int PAGE = 25;

    /** What has tags. */
    interface Tagged {
        Map<String, String> tagsAt(Instant moment);

        void tags(Map<String, String> all, Instant now);
    }

    private final World world;
    private final Knobs knobs;
    private final SimulatedClock clock;
    private final Pages pages;

    TagOperations(World world, Knobs knobs, SimulatedClock clock, Pages pages) {
        this.world = world;
        this.knobs = knobs;
        this.clock = clock;
        this.pages = pages;
    }

    Reply tag(Request request) {
        Instant now = clock.instant();
        Tagged resource = need(request);
        Map<String, String> added = request.map("tags").orElse(Map.of());
        refuseReserved(added.keySet(), knobs);
        Map<String, String> all = new HashMap<>(resource.tagsAt(now));
        all.putAll(added);
        if (all.keySet().stream().filter(key -> !reserved(key)).count() > MOST_TAGS) {
            throw new Refusal(400, "TooManyTagsException", "A resource cannot have more than 50 tags.");
        }
        resource.tags(all, now);
        return Reply.changed(Json.object());
    }

    Reply untag(Request request) {
        Instant now = clock.instant();
        Tagged resource = need(request);
        List<String> keys = request.call().queryValues("tagKeys");
        refuseReserved(keys, knobs);
        Map<String, String> rest = new HashMap<>(resource.tagsAt(now));
        keys.forEach(rest::remove);
        resource.tags(rest, now);
        return Reply.changed(Json.object());
    }

    Reply list(Request request) {
        Tagged resource = need(request);
        ObjectNode body = Json.object();
        List<Map.Entry<String, String>> sorted =
                List.copyOf(new TreeMap<>(resource.tagsAt(clock.instant().minus(knobs.consistency.tagLag))).entrySet());
        ObjectNode tags = body.putObject("tags");
        pages.page(request, body, sorted, PAGE).forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return Reply.read(body);
    }

    static void refuseReserved(Collection<String> keys, Knobs knobs) {
        if (keys.stream().anyMatch(TagOperations::reserved)) {
            knobs.undocumented.reservedTag.apply("Tag keys that begin with aws: are reserved.");
        }
    }

    private static boolean reserved(String key) {
        return key.toLowerCase(Locale.ROOT).startsWith("aws:");
    }

    Optional<Tagged> find(Place place, String arn) {
        Optional<Tagged> job = world.liveAt(place, clock.instant()).stream()
                .filter(found -> found.key().arn().equals(arn))
                .<Tagged>map(found -> found)
                .findFirst();
        return job.or(() -> world.workspacesIn(place).values().stream()
                .filter(found -> found.arn().equals(arn))
                .<Tagged>map(found -> found)
                .findFirst());
    }

    private Tagged need(Request request) {
        return find(request.place(), request.resourceArn())
                .orElseThrow(() -> Refusal.notFound("There is no resource " + request.resourceArn() + "."));
    }
}
