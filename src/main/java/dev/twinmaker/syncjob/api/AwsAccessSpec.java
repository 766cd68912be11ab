package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose SyncJobs act in which account, as whom, and how far that reaches.
 *
 * <p>As with {@link SyncJobSpec}, every component may be null in a decoded object, and each rule guards its fields. The API
 * server (1.36) cuts a fractional minimum to a whole number where the value is one, so the rates have rules, too.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = AccessDecoding.OfSpec.class)
@ValidationRule(
        value = "has(self.namespaces) != has(self.namespaceSelector)",
        message = "exactly one of namespaces and namespaceSelector must be there")
@ValidationRule(
        value = "!has(self.namespaceSelector) || !has(self.namespaceSelector.matchExpressions)"
                + " || self.namespaceSelector.matchExpressions.all(e, !has(e.operator)"
                + " || (e.operator in ['In', 'NotIn']) == (has(e.values) && size(e.values) > 0))",
        fieldPath = ".namespaceSelector",
        message = "each of matchExpressions needs values with In and NotIn, and none with Exists and DoesNotExist")
@ValidationRule(
        value = "!has(self.readRate) || (self.readRate >= 0.1 && self.readRate <= 100.0)",
        fieldPath = ".readRate",
        message = "readRate must be 0.1 to 100 calls a second")
@ValidationRule(
        value = "!has(self.writeRate) || (self.writeRate >= 0.1 && self.writeRate <= 100.0)",
        fieldPath = ".writeRate",
        message = "writeRate must be 0.1 to 100 calls a second")
public record AwsAccessSpec(
        @Size(min = 1, max = 256) @JsonPropertyDescription("Names of the namespaces whose SyncJobs use this access, 1 to 256. Either this or"
                + " namespaceSelector.")
        @Nullable List<@Size(min = 1, max = 63) @Pattern(AwsAccessSpec.NAMESPACE) String> namespaces,

        @JsonPropertyDescription("The namespaces by their labels. Whoever may label a namespace may then choose its"
                + " access. Without any condition it is for every namespace.")
        @Nullable NamespaceSelector namespaceSelector,

        @JsonPropertyDescription(
                "The role as which calls are made for them. When left out it is the operator's own" + " identity.")
        @Nullable AssumeRole assumeRole,

        @Size(min = 1, max = 64) @JsonPropertyDescription("AWS regions that are allowed, 1 to 64. When left out it is the operator's region.")
        @Nullable List<@Size(min = 1, max = 32) @Pattern(SyncJobSpec.REGION) String> regions,

        @Size(max = 256) @JsonPropertyDescription("Roles that a SyncJob may name in roleArn, 0 to 256, each exact or with * at its"
                + " end. None when left out; [\"*\"] allows all.")
        @Nullable List<@Size(min = 1, max = 2048) @Pattern(AwsAccessSpec.ROLE) String> allowedRoleArns,

        @Size(max = 256) @JsonPropertyDescription("Workspaces that a SyncJob may name, 0 to 256, each exact or with * at its end."
                + " None when left out; [\"*\"] allows all.")
        @Nullable List<@Size(min = 1, max = 128) @Pattern(AwsAccessSpec.WORKSPACE) String> allowedWorkspaces,

        @Default("false")
        @JsonPropertyDescription("Whether a SyncJob may ask for adoption (adoptionPolicy: IfUnowned).")
        @Nullable Boolean allowAdoption,

        @Min(AwsAccessSpec.SLOWEST) @Max(AwsAccessSpec.FASTEST) @JsonPropertyDescription("Reads a second of this account in each region, 0.1 to 100. When left out it is the"
                + " operator's setting. Of several accesses to one account the lowest holds.")
        @Nullable Double readRate,

        @Min(AwsAccessSpec.SLOWEST) @Max(AwsAccessSpec.FASTEST) @JsonPropertyDescription("Writes a second of this account in each region, 0.1 to 100. When left out it is"
                + " the operator's setting. Of several accesses to one account the lowest holds.")
        @Nullable Double writeRate) {

    /** Lowest rate. */
    public static final double SLOWEST = 0.1;

    /** Highest rate. */
    public static final double FASTEST = 100;

    /** A DNS label. */
    public static final String NAMESPACE = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /** A role's ARN or its beginning and {@code *}, or {@code *} alone. */
    public static final String ROLE = "^(\\*|arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/[^*]*\\*?)$";

    /** A workspace's id or its beginning and {@code *}, or {@code *} alone. */
    public static final String WORKSPACE = "^(\\*|[a-zA-Z_0-9][a-zA-Z_\\-0-9]*\\*?)$";

    /** A spec that cannot be read. */
    static final AwsAccessSpec UNREADABLE = new AwsAccessSpec(null, null, null, null, null, null, null, null, null);
}
