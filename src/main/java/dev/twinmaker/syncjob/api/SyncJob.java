package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * A sync job of AWS IoT TwinMaker: keeps the entities of one workspace in step with a source such as AWS IoT SiteWise.
 *
 * <p>A decoded object may have no spec or an empty one, where what is stored does not fit the schema.
 */
@Group(SyncJob.GROUP)
@Version(SyncJob.VERSION)
@Kind("SyncJob")
@Plural("syncjobs")
@ShortNames("sj")
@Categories("twinmaker")
@JsonIgnoreProperties(ignoreUnknown = true)
@AdditionalPrinterColumn(name = "Workspace", jsonPath = ".spec.workspaceId", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Source", jsonPath = ".spec.syncSource", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Synced",
        jsonPath = ".status.conditions[?(@.type==\"Synced\")].status",
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
        name = "ARN",
        jsonPath = ".status.arn",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Role",
        jsonPath = ".status.roleArn",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Region",
        jsonPath = ".status.region",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@ValidationRule(
        value = "(has(oldSelf.spec) && has(oldSelf.spec.region))"
                + " ? (has(self.spec) && has(self.spec.region) && self.spec.region == oldSelf.spec.region)"
                + " : (!has(self.spec) || !has(self.spec.region) || !has(self.status) || !has(self.status.region)"
                + " || self.spec.region == self.status.region)",
        message = "spec.region is immutable: keep its value, or, where it was left out, add exactly the region in"
                + " status.region; to move to another region delete this SyncJob and create another")
public class SyncJob extends CustomResource<SyncJobSpec, SyncJobStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;

    /** The API group. */
    public static final String GROUP = "twinmaker.dev";

    /** The API version. */
    public static final String VERSION = "v1alpha1";

    /** The finalizer that holds an object until its job is gone from AWS. */
    public static final String FINALIZER = "twinmaker.dev/sync-job";

    /** Annotation: any new value asks for a look at once; the handled value is in {@code status}. */
    public static final String RECONCILE_REQUESTED_AT = "twinmaker.dev/reconcile-requested-at";

    /** Annotation: approves one replacement of the job, of exactly the {@code metadata.generation} that it names. */
    public static final String APPROVE_REPLACEMENT = "twinmaker.dev/approve-replacement";

    /** Annotation: while deleting, drops the finalizer without any call to AWS if it holds {@code metadata.uid}. */
    public static final String FORCE_RELEASE = "twinmaker.dev/force-release";

    @Override
    @Required
    @JsonPropertyDescription("What the job is to be: the workspace, the source and the role, and its tags.")
    public @Nullable SyncJobSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @Default("{\"observedGeneration\":-1}")
    @JsonPropertyDescription("What was seen of the job in AWS at the last look. Written by the operator alone.")
    public @Nullable SyncJobStatus getStatus() {
        return super.getStatus();
    }
}
