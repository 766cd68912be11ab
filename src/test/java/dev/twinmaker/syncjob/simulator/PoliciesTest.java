package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Plant.KEY;
import static dev.twinmaker.syncjob.simulator.Plant.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.AccessDeniedException;

/** Policies that are attached to callers, as those feel it over HTTP. */
class PoliciesTest {

    private static final String USER = "User: arn:aws:iam::123456789012:user/AKIDTEST is not authorized to perform: ";

    @RegisterExtension
    final Plant plant = new Plant();

    private void attach(String effect, String action, String resource) {
        plant.simulator().iam().policies().attach("AKIDTEST", Policy.of(policy(effect, action, resource)));
    }

    private static String policy(String effect, String action, String resource) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"" + effect + "\",\"Action\":\"" + action
                + "\",\"Resource\":\"" + resource + "\"}}";
    }

    private void create(Map<String, String> tags) {
        plant.aws()
                .createSyncJob(request -> request.workspaceId("plant")
                        .syncSource("SITEWISE")
                        .syncRole(ROLE)
                        .tags(tags));
    }

    @Test
    void a_call_is_denied_in_the_words_of_aws_with_the_resource_that_is_missing() {
        plant.create();
        attach("Allow", "iottwinmaker:DeleteSyncJob", KEY.place().workspaceArn("plant"));

        assertThatThrownBy(plant::delete).isInstanceOfSatisfying(AccessDeniedException.class, denied -> {
            assertThat(denied.statusCode()).isEqualTo(403);
            assertThat(denied.awsErrorDetails().errorMessage())
                    .isEqualTo(USER + "iottwinmaker:DeleteSyncJob on resource: " + KEY.arn()
                            + " because no identity-based policy allows the iottwinmaker:DeleteSyncJob action");
        });
        attach("Allow", "iottwinmaker:DeleteSyncJob", KEY.arn());
        plant.delete();
    }

    @Test
    void a_denial_of_one_policy_counts_more_than_what_another_allows() {
        attach("Allow", "*", "*");
        plant.create();
        attach("Deny", "iottwinmaker:Get*", KEY.arn());

        assertThatThrownBy(plant::get)
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining(USER + "iottwinmaker:GetSyncJob on resource: " + KEY.arn()
                        + " with an explicit deny in an identity-based policy");
    }

    @Test
    void a_create_takes_the_workspace_and_the_role_and_with_tags_the_right_to_tag() {
        attach("Allow", "iottwinmaker:CreateSyncJob", KEY.place().workspaceArn("plant"));

        assertThatThrownBy(() -> create(Map.of())).hasMessageContaining("iam:PassRole on resource: " + ROLE);
        attach("Allow", "iam:PassRole", ROLE);
        assertThatThrownBy(() -> create(Map.of("a", "b")))
                .hasMessageContaining("iottwinmaker:TagResource on resource: " + KEY.arn());
        create(Map.of());
        assertThat(plant.simulator().world().job(KEY)).isPresent();
    }

    @Test
    void who_has_no_policy_may_do_everything() {
        attach("Allow", "iottwinmaker:GetWorkspace", "*");

        try (IoTTwinMakerClient other = plant.client("AKIDOTHER", unchanged -> {})) {
            assertThat(other.listWorkspaces(request -> {}).workspaceSummaries()).hasSize(2);
        }
        assertThatThrownBy(() -> plant.aws().listWorkspaces(request -> {}))
                .hasMessageContaining("iottwinmaker:ListWorkspaces on resource: * because");
        plant.simulator().iam().policies().detach("AKIDTEST");
        plant.aws().listWorkspaces(request -> {});
    }

    @Test
    void denials_are_lifted_and_policies_stay() {
        attach("Allow", "iottwinmaker:GetWorkspace", "*");
        plant.simulator().iam().allowEverything();

        assertThatThrownBy(plant::create).isInstanceOf(AccessDeniedException.class);
        plant.simulator().reset();
        plant.create();
    }

    @Test
    void they_are_attached_shown_and_detached_over_http() {
        String document = policy("Allow", "iottwinmaker:GetSyncJob", "*");
        JsonNode shown = plant.admin("POST", "/policies", "{\"caller\":\"AKIDTEST\",\"policy\":" + document + "}");

        assertThat(shown.path("AKIDTEST")).containsExactly(Plant.tree(document));
        assertThat(plant.admin("GET", "/policies", "")).isEqualTo(shown);
        assertThatThrownBy(plant::create).isInstanceOf(AccessDeniedException.class);
        assertThat(plant.admin("DELETE", "/policies?caller=AKIDTEST", "")).isEmpty();
        plant.create();
        assertThat(plant.send("DELETE", "/_sim/policies?caller=AKIDTEST", "").statusCode())
                .isEqualTo(404);
        assertThat(plant.send("PUT", "/_sim/policies", "{}").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"caller\":\"AKIDTEST\"}",
                "{\"caller\":\"AKIDTEST\",\"policy\":{\"Version\":\"2012-10-17\"}}",
                "{\"caller\":\"AKIDTEST\",\"policy\":\"text\"}"
            })
    void what_is_no_policy_is_attached_to_nobody(String body) {
        assertThat(plant.send("POST", "/_sim/policies", body).statusCode()).isEqualTo(400);

        assertThat(plant.admin("GET", "/policies", "")).isEmpty();
    }
}
