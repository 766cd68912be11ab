package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other policies that are shipped: of the sync role, of who assumes what, and of what is optional. */
class ShippedPoliciesTest {

    private static final String PLACE = ":eu-central-1:123456789012:";
    private static final String ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF";
    private static final String HUB = "AWS:arn:aws:iam::123456789012:role/hub";
    private static final Map<String, String> POD = Map.of(
            "eks-cluster-arn", "arn:aws:eks:eu-west-1:210987654321:cluster/eks-1",
            "kubernetes-namespace", "syncjob-operator",
            "kubernetes-service-account", "syncjob-operator",
            "kubernetes-pod-name", "syncjob-operator-5d4f");

    private static boolean allowed(Policy policy, String action, String resource) {
        String arn = resource.contains("/") ? "arn:aws:" + action.split(":", 2)[0] + PLACE + resource : resource;
        return policy.allows(Permission.of(action, arn));
    }

    @ParameterizedTest
    @CsvSource({
        "iotsitewise:DescribeAsset,asset/a,true",
        "iotsitewise:DescribeAsset,asset-model/m,false",
        "iotsitewise:DescribeAssetModel,asset-model/m,true",
        "iotsitewise:DescribeAssetModel,asset/a,false",
        "iotsitewise:ListAssets,*,true",
        "iotsitewise:ListAssetModels,*,true",
        "iotsitewise:UpdateAsset,asset/a,false",
        "iotsitewise:DeleteAsset,asset/a,false",
        "iotsitewise:GetAssetPropertyValue,asset/a,false",
        "iotsitewise:DescribePortal,portal/p,false",
        "iottwinmaker:GetEntity,workspace/plant,true",
        "iottwinmaker:GetEntity,workspace/plant/entity/e,true",
        "iottwinmaker:CreateEntity,workspace/plant,true",
        "iottwinmaker:UpdateEntity,workspace/plant/entity/e,true",
        "iottwinmaker:DeleteEntity,workspace/plant/entity/e,true",
        "iottwinmaker:DeleteEntity,workspace/annex/entity/e,false",
        "iottwinmaker:DeleteEntity,workspace/plant2/entity/e,false",
        "iottwinmaker:ListEntities,workspace/plant,true",
        "iottwinmaker:ListEntities,workspace/annex,false",
        "iottwinmaker:GetComponentType,workspace/plant/component-type/c,true",
        "iottwinmaker:CreateComponentType,workspace/plant,true",
        "iottwinmaker:UpdateComponentType,workspace/plant/component-type/c,true",
        "iottwinmaker:DeleteComponentType,workspace/plant/component-type/c,true",
        "iottwinmaker:ListComponentTypes,workspace/plant,true",
        "iottwinmaker:DeleteWorkspace,workspace/plant,false",
        "iottwinmaker:CreateSyncJob,workspace/plant,false",
        "iottwinmaker:DeleteSyncJob,workspace/plant/sync-job/SITEWISE-default,false",
        "iottwinmaker:TagResource,workspace/plant/entity/e,false",
        "iottwinmaker:GetScene,workspace/plant/scene/s,false",
        "iam:PassRole,*,false",
        "sts:AssumeRole,*,false"
    })
    void the_sync_role_reads_assets_and_writes_the_twin_of_its_workspace(
            String action, String resource, boolean expected) {
        assertThat(allowed(PolicyFiles.policy("sync-role-permissions.json"), action, resource))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "iottwinmaker:ListWorkspaces,*,true",
        "iottwinmaker:ListSyncJobs,workspace/plant,true",
        "iottwinmaker:ListSyncJobs,workspace/annex,true",
        "iottwinmaker:GetSyncJob,workspace/annex,true",
        "iottwinmaker:GetSyncJob,workspace/annex/sync-job/SITEWISE-default,true",
        "iottwinmaker:ListTagsForResource,workspace/annex/sync-job/SITEWISE-default,true",
        "iottwinmaker:ListTagsForResource,workspace/annex,false",
        "iottwinmaker:GetWorkspace,workspace/plant,false",
        "iottwinmaker:DeleteSyncJob,workspace/plant,false",
        "iottwinmaker:TagResource,workspace/plant/sync-job/SITEWISE-default,false",
        "iottwinmaker:CreateSyncJob,workspace/plant,false"
    })
    void who_imports_lists_and_reads_and_changes_nothing(String action, String resource, boolean expected) {
        assertThat(allowed(PolicyFiles.policy("import-policy.json"), action, resource))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "iottwinmaker:ListWorkspaces,*,true",
        "iottwinmaker:GetWorkspace,workspace/plant,false",
        "iottwinmaker:ListSyncJobs,workspace/plant,false"
    })
    void the_account_is_told_by_a_list_of_workspaces(String action, String resource, boolean expected) {
        assertThat(allowed(PolicyFiles.policy("account-by-arns-policy.json"), action, resource))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "sts:AssumeRole,arn:aws:iam::222222222222:role/spoke,true",
        "sts:TagSession,arn:aws:iam::222222222222:role/spoke,true",
        "sts:AssumeRole,arn:aws:iam::222222222222:role/admin,false",
        "sts:AssumeRole,arn:aws:iam::222222222222:role/teams/spoke,false",
        "sts:SetSourceIdentity,arn:aws:iam::222222222222:role/spoke,false",
        "iam:PassRole,arn:aws:iam::222222222222:role/spoke,false"
    })
    void the_hub_assumes_the_spokes_and_no_more(String action, String role, boolean expected) {
        assertThat(PolicyFiles.policy("accounts-hub-policy.json").allows(Permission.of(action, role)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Service:iottwinmaker.amazonaws.com,sts:AssumeRole,true",
        "Service:iottwinmaker.amazonaws.com,sts:TagSession,false",
        "Service:iotsitewise.amazonaws.com,sts:AssumeRole,false",
        "AWS:iottwinmaker.amazonaws.com,sts:AssumeRole,false",
        "AWS:arn:aws:iam::123456789012:root,sts:AssumeRole,false"
    })
    void the_sync_role_trusts_the_service_alone(String caller, String action, boolean expected) {
        Permission asked = Permission.of(action, Plant.ROLE).by(caller);

        assertThat(PolicyFiles.trust("sync-role-trust.json").allows(asked)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "system:serviceaccount:syncjob-operator:syncjob-operator,sts.amazonaws.com,true",
        "system:serviceaccount:syncjob-operator:default,sts.amazonaws.com,false",
        "system:serviceaccount:other:syncjob-operator,sts.amazonaws.com,false",
        "system:serviceaccount:syncjob-operator:syncjob-operator,vault,false"
    })
    void with_irsa_the_role_trusts_the_service_account_of_the_operator(
            String subject, String audience, boolean expected) {
        Permission asked = Permission.of("sts:AssumeRoleWithWebIdentity", Plant.ROLE)
                .by("Federated:arn:aws:iam::123456789012:oidc-provider/" + ISSUER)
                .with(ISSUER + ":sub", subject)
                .with(ISSUER + ":aud", audience);

        Policy trust = PolicyFiles.trust("operator-trust-irsa.json");
        assertThat(trust.allows(asked)).isEqualTo(expected);
        assertThat(trust.allows(asked.by("Federated:accounts.google.com"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eks-cluster-arn", "kubernetes-namespace", "kubernetes-service-account"})
    void with_pod_identity_the_role_trusts_the_service_account_of_the_operator(String tag) {
        Policy trust = PolicyFiles.trust("operator-trust-pod-identity.json");
        Map<String, String> other = new HashMap<>(POD);
        other.put(tag, "another");

        for (String action : new String[] {"sts:AssumeRole", "sts:TagSession"}) {
            Permission asked = Permission.of(action, Plant.ROLE).by("Service:pods.eks.amazonaws.com");
            assertThat(trust.allows(asked.sending(POD))).isTrue();
            assertThat(trust.allows(asked.sending(other))).isFalse();
            assertThat(trust.allows(asked)).isFalse();
            assertThat(trust.allows(asked.sending(POD).by("Service:ec2.amazonaws.com")))
                    .isFalse();
        }
    }

    @Test
    void a_spoke_trusts_the_hub_with_the_external_id_and_the_tags_of_its_namespace() {
        Policy trust = PolicyFiles.trust("accounts-spoke-trust.json");
        Permission assume = Permission.of("sts:AssumeRole", Plant.ROLE).by(HUB);
        Permission tag = Permission.of("sts:TagSession", Plant.ROLE).by(HUB);

        assertThat(trust.allows(assume.with("sts:ExternalId", "plant-7"))).isTrue();
        assertThat(trust.allows(assume.with("sts:ExternalId", "plant-8"))).isFalse();
        assertThat(trust.allows(assume)).isFalse();
        assertThat(trust.allows(assume.with("sts:ExternalId", "plant-7").by("AWS:arn:aws:iam::1:role/hub")))
                .isFalse();
        assertThat(trust.allows(tag.sending(Map.of("twinmaker.dev/namespace", "plant-north"))))
                .isTrue();
        assertThat(trust.allows(tag.sending(Map.of("twinmaker.dev/namespace", "mallory"))))
                .isFalse();
        assertThat(trust.allows(tag)).isFalse();
    }

    @Test
    void each_file_is_understood_as_what_its_name_says() {
        assertThat(PolicyFiles.names()).hasSize(9).allSatisfy(name -> {
            if (name.contains("trust")) {
                PolicyFiles.trust(name);
            } else {
                PolicyFiles.policy(name);
            }
        });
    }
}
