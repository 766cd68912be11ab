package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A workspace: the little of it that the API of sync jobs depends on. */
final class Workspace implements TagOperations.Tagged {

    private final Place place;
    private final String id;
    private final Instant created;
    private final TreeMap<Instant, Map<String, String>> tags = new TreeMap<>();
    private Instant updated;
    private String description;
    private String s3Location;
    private String role;

    Workspace(Place place, String id, Instant created) {
        this.place = place;
        this.id = id;
        this.created = created;
        this.updated = created;
        this.description = "";
        this.s3Location = "arn:aws:s3:::" + id.toLowerCase(Locale.ROOT).replace('_', '-') + "-twin";
        this.role = "arn:aws:iam::" + place.account() + ":role/" + id + "-workspace";
        tags.put(created, Map.of());
    }

    String id() {
        return id;
    }

    String arn() {
        return place.workspaceArn(id);
    }

    @Override
    public Map<String, String> tagsAt(Instant moment) {
        Map.Entry<Instant, Map<String, String>> entry = tags.floorEntry(moment);
        return entry == null ? tags.firstEntry().getValue() : entry.getValue();
    }

    @Override
    public void tags(Map<String, String> all, Instant now) {
        tags.put(now, Map.copyOf(all));
    }

    /** Takes over the members that are present. */
    void update(Request request, Instant now) {
        request.text("description").ifPresent(value -> description = value);
        request.text("s3Location").ifPresent(value -> s3Location = value);
        request.text("role").ifPresent(value -> role = value);
        updated = now;
    }

    Instant updated() {
        return updated;
    }

    Instant created() {
        return created;
    }

    ObjectNode summary() {
        ObjectNode json = Json.object();
        json.put("workspaceId", id);
        json.put("arn", arn());
        if (!description.isEmpty()) {
            json.put("description", description);
        }
        json.putArray("linkedServices");
        json.set("creationDateTime", Json.timestamp(created));
        json.set("updateDateTime", Json.timestamp(updated));
        return json;
    }

    ObjectNode details() {
        ObjectNode json = summary();
        json.put("s3Location", s3Location);
        json.put("role", role);
        return json;
    }
}
