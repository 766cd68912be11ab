package dev.twinmaker.syncjob.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The role as which calls are made. Bounds are those of sts:AssumeRole. */
public record AssumeRole(
        @Required
        @Size(min = 20, max = 2048) @Pattern(SyncJobSpec.ROLE_ARN) @JsonPropertyDescription("ARN of the IAM role that the operator assumes, 20 to 2048 characters. Its"
                + " account is the account in which the SyncJobs of these namespaces keep their jobs.")
        String roleArn,

        @Size(min = 2, max = 1224) @Pattern(AssumeRole.EXTERNAL_ID) @JsonPropertyDescription("What the trust policy of the role asks for as sts:ExternalId, 2 to 1224 letters,"
                + " digits and _ + = , . @ : / -.")
        @Nullable String externalId,

        @Size(max = 2) @JsonPropertyDescription("What the sessions are tagged with: Namespace (twinmaker.dev/namespace), Name"
                + " (twinmaker.dev/name), or both. The trust policy must allow sts:TagSession then. With Name each"
                + " SyncJob has a session of its own.")
        @Nullable List<SessionTag> sessionTags) {

    /** What STS accepts. */
    public static final String EXTERNAL_ID = "^[\\w+=,.@:/\\-]*$";
}
