package dev.twinmaker.syncjob.importer;

import dev.twinmaker.syncjob.api.AdoptionPolicy;
import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.core.SpecRules;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Owner;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From jobs to manifests that adopt them. */
final class Manifests {

    private static final String MANAGED_BY_AWS = "IoTSiteWiseDefaultWorkspace";
    private static final String USUAL_SOURCE = "SITEWISE";
    private static final int SUFFIX = 8;

    private final Optional<String> namespace;
    private final Consumer<String> problems;
    private final Set<String> names = new HashSet<>();

    /**
     * @param problems takes what could not be printed, in words
     */
    Manifests(Optional<String> namespace, Consumer<String> problems) {
        this.namespace = namespace;
        this.problems = problems;
    }

    /** A YAML document, or empty where the job cannot be kept by a SyncJob. */
    Optional<String> of(Stock.Found found) {
        Identity identity = found.identity();
        Job job = found.job();
        SyncJobSpec spec = spec(identity, job);
        Optional<String> fault = SpecRules.fault(spec);
        if (fault.isPresent()) {
            problems.accept("Job " + job.arn() + " cannot be kept by a SyncJob: " + fault.get());
            return Optional.empty();
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name(identity));
        namespace.ifPresent(name -> metadata.put("namespace", name));
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("apiVersion", SyncJob.GROUP + "/" + SyncJob.VERSION);
        manifest.put("kind", "SyncJob");
        manifest.put("metadata", metadata);
        manifest.put("spec", fields(spec));
        String yaml = Serialization.asYaml(manifest);
        String document = yaml.startsWith("---") ? yaml : "---\n" + yaml;
        return Optional.of(comment(job) + document);
    }

    private SyncJobSpec spec(Identity identity, Job job) {
        return new SyncJobSpec(
                identity.workspaceId(),
                identity.syncSource(),
                job.roleArn(),
                tags(job),
                identity.region(),
                null,
                AdoptionPolicy.IF_UNOWNED,
                null,
                null,
                identity.workspaceId().equals(MANAGED_BY_AWS) ? ManagementPolicy.OBSERVE_ONLY : null,
                null,
                null,
                null);
    }

    /** The tags that a spec may hold. Those it may not are left where they are: keys outside the spec are not touched. */
    private @Nullable Map<String, String> tags(Job job) {
        Map<String, String> tags = new TreeMap<>(job.tags().orElse(Map.of()));
        tags.keySet().removeIf(key -> key.toLowerCase(Locale.ROOT).startsWith("aws:") || key.startsWith(Owner.PREFIX));
        Optional<String> fault = SpecRules.faultOfTags("its tags", tags);
        if (fault.isPresent()) {
            problems.accept("The tags of job " + job.arn() + " are left out of its manifest: " + fault.get());
        }
        return tags.isEmpty() || fault.isPresent() ? null : tags;
    }

    private static Map<String, Object> fields(SyncJobSpec spec) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "workspaceId", spec.workspaceId());
        put(fields, "syncSource", spec.syncSource());
        put(fields, "roleArn", spec.roleArn());
        put(fields, "region", spec.region());
        put(fields, "adoptionPolicy", "IfUnowned");
        put(fields, "managementPolicy", spec.managementPolicy() == null ? null : "ObserveOnly");
        put(fields, "tags", spec.tags());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static String comment(Job job) {
        String leaving = job.known() == Job.State.DELETING
                ? "# AWS is deleting this job; the manifest makes another one when it is gone.\n"
                : "";
        return leaving + owner(job);
    }

    private static String owner(Job job) {
        return Owner.in(job.tags().orElse(Map.of()))
                .map(owner -> "# This job belongs to " + owner + ".\n"
                        + "# It is adopted when that one is gone from this cluster, or has let go of it (Retain).\n")
                .orElse("");
    }

    /** A name that the API server takes, unlike all others of this run, and the same in each run. */
    private String name(Identity identity) {
        String plain = identity.workspaceId().toLowerCase(Locale.ROOT).replace('_', '-');
        String withSource = identity.syncSource().equals(USUAL_SOURCE)
                ? plain
                : plain + "-" + identity.syncSource().toLowerCase(Locale.ROOT).replace('_', '-');
        String name = withSource.replaceAll("^-+|-+$", "");
        boolean exact = identity.workspaceId().equals(name) && names.add(name);
        if (exact) {
            return name;
        }
        String told = identity.region() + "/" + identity.workspaceId() + "/" + identity.syncSource();
        String suffix = UUID.nameUUIDFromBytes(told.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, SUFFIX);
        String unique = name + "-" + suffix;
        names.add(unique);
        return unique;
    }
}
