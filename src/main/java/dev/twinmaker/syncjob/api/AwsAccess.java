package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * Who may act where, and as whom: for the SyncJobs of some namespaces the AWS account, the role as which calls are made,
 * and how far that reaches. Cluster-scoped, and written by admins alone.
 *
 * <p>A decoded object may have no spec or an empty one, where what is stored does not fit the schema.
 */
@Group(SyncJob.GROUP)
@Version(SyncJob.VERSION)
@Kind("AwsAccess")
@Plural("awsaccesses")
@Categories("twinmaker")
@JsonIgnoreProperties(ignoreUnknown = true)
@AdditionalPrinterColumn(name = "Account", jsonPath = ".status.accountId", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "SyncJobs", jsonPath = ".status.syncJobs", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Role",
        jsonPath = ".spec.assumeRole.roleArn",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public class AwsAccess extends CustomResource<AwsAccessSpec, AwsAccessStatus> {

    private static final long serialVersionUID = 1L;

    /** The finalizer that holds an access while SyncJobs use it. */
    public static final String FINALIZER = "twinmaker.dev/aws-access";

    @Override
    @Required
    @JsonPropertyDescription("Whose SyncJobs act in which account, as whom, and how far that reaches.")
    public @Nullable AwsAccessSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @Default("{\"observedGeneration\":-1}")
    @JsonPropertyDescription("What was found out about the access. Written by the operator alone.")
    public @Nullable AwsAccessStatus getStatus() {
        return super.getStatus();
    }
}
