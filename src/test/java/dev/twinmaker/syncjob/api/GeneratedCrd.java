package dev.twinmaker.syncjob.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The CRDs as generated from the records, with what no annotation can say. */
enum GeneratedCrd {
    SYNC_JOBS(
            SyncJob.class,
            "syncjobs",
            "A sync job of AWS IoT TwinMaker: keeps the entities of one workspace in step with a source such as AWS IoT"
                    + " SiteWise. Deleting it deletes the job and every entity that the job synced."),
    AWS_ACCESSES(
            AwsAccess.class,
            "awsaccesses",
            "Who may act where, and as whom: in which AWS account and as which role the SyncJobs of some namespaces act,"
                    + " and how far that reaches. Written by admins alone; in use where the operator runs with"
                    + " syncjob.accounts-enabled.");

    private final Class<? extends CustomResource<?, ?>> type;
    private final String plural;
    private final String description;

    GeneratedCrd(Class<? extends CustomResource<?, ?>> type, String plural, String description) {
        this.type = type;
        this.plural = plural;
        this.description = description;
    }

    /** Where it is checked in. */
    Path file() {
        return Path.of("crds", plural + ".twinmaker.dev-v1.yml");
    }

    /** The CRD as YAML, always the same text for the same records. */
    String yaml() {
        return "# Generated from the records in src/main/java/dev/twinmaker/syncjob/api; do not edit.\n"
                + "# ./mvnw test -Dtest=CrdTest -Dcrd.write=true writes it anew.\n"
                + Serialization.asYaml(definition());
    }

    private CustomResourceDefinition definition() {
        AtomicReference<CustomResourceDefinition> generated = new AtomicReference<>();
        new CRDGenerator()
                .customResourceClasses(type)
                .forCRDVersions("v1")
                .withPostProcessor(new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        generated.set((CustomResourceDefinition) crd);
                        return crd;
                    }
                })
                .withOutput(new Discarded())
                .generate();
        return complete(generated.get());
    }

    private CustomResourceDefinition complete(CustomResourceDefinition crd) {
        crd.getSpec().getNames().setListKind(type.getSimpleName() + "List");
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
        version.setAdditionalPrinterColumns(inSourceOrder(version.getAdditionalPrinterColumns()));
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        root.setDescription(description);
        Map<String, JSONSchemaProps> status = root.getProperties().get("status").getProperties();
        conditions(status);
        if (this == SYNC_JOBS) {
            ofTheJob(status);
        }
        return crd;
    }

    private List<CustomResourceColumnDefinition> inSourceOrder(List<CustomResourceColumnDefinition> columns) {
        List<String> names = Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        List<CustomResourceColumnDefinition> sorted = new ArrayList<>(columns);
        sorted.sort((a, b) -> Integer.compare(names.indexOf(a.getName()), names.indexOf(b.getName())));
        return sorted;
    }

    private static void ofTheJob(Map<String, JSONSchemaProps> status) {
        status.get("tagKeys").setXKubernetesListType("set");
        status.get("creationDateTime").setFormat("date-time");
        Map<String, JSONSchemaProps> replacement = status.get("replacement").getProperties();
        replacement.get("generation").setFormat("int64");
        replacement.get("count").setFormat("int32");
        replacement.get("jobCreated").setFormat("date-time");
    }

    private static void conditions(Map<String, JSONSchemaProps> status) {
        status.get("observedGeneration").setFormat("int64");
        JSONSchemaProps conditions = status.get("conditions");
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
        Map<String, JSONSchemaProps> fields = conditions.getItems().getSchema().getProperties();
        fields.get("lastTransitionTime").setFormat("date-time");
        fields.get("observedGeneration").setFormat("int64");
        fields.get("status").setEnum(List.of(text("True"), text("False"), text("Unknown")));
        fields.get("reason").setPattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
        fields.get("type")
                .setPattern("^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
                        + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$");
    }

    private static com.fasterxml.jackson.databind.JsonNode text(String value) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(value);
    }

    private static final class Discarded implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
        @Override
        public ByteArrayOutputStream outputFor(String crdName) {
            return new ByteArrayOutputStream();
        }

        @Override
        public java.net.URI crdURI(String crdName) {
            return java.net.URI.create("file:///" + crdName);
        }

        @Override
        public void close() throws IOException {}
    }
}
