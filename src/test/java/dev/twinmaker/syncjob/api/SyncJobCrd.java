package dev.twinmaker.syncjob.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The CRD as generated from the records, with what no annotation can say. */
public final class SyncJobCrd {

    private SyncJobCrd() {}

    /** The CRD as YAML, always the same text for the same records. */
    public static String yaml() {
        return "# Generated from the records in src/main/java/dev/twinmaker/syncjob/api; do not edit.\n"
                + "# ./mvnw test -Dtest=CrdTest -Dcrd.write=true writes it anew.\n"
                + Serialization.asYaml(definition());
    }

    private static CustomResourceDefinition definition() {
        AtomicReference<CustomResourceDefinition> generated = new AtomicReference<>();
        new CRDGenerator()
                .customResourceClasses(SyncJob.class)
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

    private static CustomResourceDefinition complete(CustomResourceDefinition crd) {
        crd.getSpec().getNames().setListKind("SyncJobList");
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
        version.setAdditionalPrinterColumns(inSourceOrder(version.getAdditionalPrinterColumns()));
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        root.setDescription("A sync job of AWS IoT TwinMaker: keeps the entities of one workspace in step with a source"
                + " such as AWS IoT SiteWise. Deleting it deletes the job and every entity that the job synced.");
        conditions(root.getProperties().get("status").getProperties());
        return crd;
    }

    private static List<CustomResourceColumnDefinition> inSourceOrder(List<CustomResourceColumnDefinition> columns) {
        List<String> names = Arrays.stream(SyncJob.class.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        List<CustomResourceColumnDefinition> sorted = new ArrayList<>(columns);
        sorted.sort((a, b) -> Integer.compare(names.indexOf(a.getName()), names.indexOf(b.getName())));
        return sorted;
    }

    private static void conditions(Map<String, JSONSchemaProps> status) {
        status.get("observedGeneration").setFormat("int64");
        status.get("creationDateTime").setFormat("date-time");
        Map<String, JSONSchemaProps> replacement = status.get("replacement").getProperties();
        replacement.get("generation").setFormat("int64");
        replacement.get("count").setFormat("int32");
        replacement.get("jobCreated").setFormat("date-time");
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
        status.get("tagKeys").setXKubernetesListType("set");
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
