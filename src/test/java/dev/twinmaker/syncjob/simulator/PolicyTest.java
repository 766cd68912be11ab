package dev.twinmaker.syncjob.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language of policies, as far as it is understood. */
class PolicyTest {

    private static final String JOB = Plant.KEY.arn();
    private static final String WORKSPACE = Plant.PLACE.workspaceArn("plant");
    private static final Permission DELETE = Permission.of("iottwinmaker:DeleteSyncJob", JOB);

    private static String policy(String... statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    }

    private static String statement(String effect, String action, String resource, String condition) {
        return "{\"Effect\":\"" + effect + "\",\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\""
                + (condition.isEmpty() ? "" : ",\"Condition\":" + condition.replace('\'', '"')) + "}";
    }

    private static boolean allowed(String json, Permission asked) {
        Policy policy = Policy.of(json);
        return policy.allows(asked) && !policy.denies(asked);
    }

    private static boolean underCondition(String condition, Permission asked) {
        return allowed(policy(statement("Allow", "*", "*", condition)), asked);
    }

    @ParameterizedTest
    @CsvSource({
        "iottwinmaker:DeleteSyncJob,true",
        "iottwinmaker:deletesyncjob,true",
        "iottwinmaker:Delete*,true",
        "iottwinmaker:*SyncJob,true",
        "*,true",
        "iottwinmaker:DeleteSyncJo?,true",
        "iottwinmaker:DeleteSync,false",
        "iottwinmaker:Delete?,false",
        "iotsitewise:*,false"
    })
    void an_action_is_named_whole_or_by_a_pattern_in_whatever_case(String action, boolean covered) {
        assertThat(allowed(policy(statement("Allow", action, "*", "")), DELETE)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "*,true",
        "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/plant/sync-job/SITEWISE-default,true",
        "arn:aws:iottwinmaker:*:*:workspace/plant/sync-job/*,true",
        "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/*,true",
        "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/plan?/*,true",
        "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/plant,false",
        "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/Plant/*,false",
        "arn:aws:iottwinmaker:us-east-1:123456789012:workspace/plant/*,false",
        "arn:aws:iottwinmaker:eu-central-1:210987654321:workspace/plant/*,false",
        "arn:aws-cn:iottwinmaker:eu-central-1:123456789012:workspace/plant/*,false"
    })
    void a_resource_is_named_part_by_part_and_a_star_stands_for_slashes_too(String resource, boolean covered) {
        assertThat(allowed(policy(statement("Allow", "*", resource, "")), DELETE))
                .isEqualTo(covered);
    }

    @Test
    void an_action_without_a_resource_takes_the_star() {
        Permission list = Permission.of("iottwinmaker:ListWorkspaces", Permission.NO_RESOURCE);

        assertThat(allowed(policy(statement("Allow", "*", "*", "")), list)).isTrue();
        assertThat(allowed(policy(statement("Allow", "*", WORKSPACE, "")), list))
                .isFalse();
    }

    @Test
    void what_no_statement_allows_is_not_allowed_and_what_one_denies_neither() {
        String allow = statement("Allow", "iottwinmaker:GetSyncJob", "*", "");

        assertThat(allowed(policy(allow), DELETE)).isFalse();
        assertThat(allowed(
                        policy(
                                statement("Deny", "iottwinmaker:Delete*", "*", ""),
                                statement("Allow", "iottwinmaker:*", "*", "")),
                        DELETE))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'StringEquals':{'aws:ResourceTag/a':'1'}}|true",
                "{'StringEquals':{'aws:ResourceTag/a':['0','1']}}|true",
                "{'StringEquals':{'AWS:resourcetag/A':'1'}}|true",
                "{'StringEquals':{'aws:ResourceTag/a':'2'}}|false",
                "{'StringEquals':{'aws:ResourceTag/a':'*'}}|false",
                "{'StringEquals':{'aws:ResourceTag/b':'1'}}|false",
                "{'StringEqualsIfExists':{'aws:ResourceTag/b':'1'}}|true",
                "{'StringEqualsIfExists':{'aws:ResourceTag/a':'2'}}|false",
                "{'StringLike':{'aws:ResourceTag/a':'?'}}|true",
                "{'StringLike':{'aws:ResourceTag/a':'2*'}}|false",
                "{'StringLikeIfExists':{'aws:ResourceTag/b':'2*'}}|true",
                "{'Null':{'aws:ResourceTag/a':'true'}}|false",
                "{'Null':{'aws:ResourceTag/a':false}}|true",
                "{'Null':{'aws:ResourceTag/b':true}}|true",
                "{'StringEquals':{'aws:ResourceTag/a':'1','aws:RequestTag/c':'3'}}|true",
                "{'StringEquals':{'aws:ResourceTag/a':'1','aws:RequestTag/c':'4'}}|false",
                "{'StringEquals':{'aws:ResourceTag/a':'1'},'Null':{'aws:RequestTag/c':'true'}}|false",
                "{'ForAllValues:StringEquals':{'aws:TagKeys':['c','d']}}|true",
                "{'ForAllValues:StringEquals':{'aws:TagKeys':['d']}}|false",
                "{'ForAnyValue:StringLike':{'aws:TagKeys':['d','?']}}|true",
                "{'ForAnyValue:StringEquals':{'aws:TagKeys':'d'}}|false",
                "{'Null':{'aws:TagKeys':'false'}}|true"
            })
    void a_condition_is_met_line_by_line_by_one_of_its_values(String condition, boolean met) {
        Permission asked = DELETE.tagged(Map.of("a", "1")).sending(Map.of("c", "3"));

        assertThat(underCondition(condition, asked)).isEqualTo(met);
    }

    @Test
    void all_of_no_values_are_fine_and_any_of_none_is_not() {
        assertThat(underCondition("{'ForAllValues:StringEquals':{'aws:TagKeys':'d'}}", DELETE))
                .isTrue();
        assertThat(underCondition("{'ForAnyValue:StringEquals':{'aws:TagKeys':'d'}}", DELETE))
                .isFalse();
    }

    @Test
    void a_tag_that_is_there_twice_in_different_cases_meets_no_condition_on_its_value() {
        Permission asked = DELETE.tagged(Map.of("a", "1", "A", "1"));

        assertThat(underCondition("{'StringEquals':{'aws:ResourceTag/a':'1'}}", asked))
                .isFalse();
        assertThat(underCondition("{'Null':{'aws:ResourceTag/a':'true'}}", asked))
                .isFalse();
    }

    @Test
    void the_service_that_a_role_is_passed_to_is_known() {
        String condition = "{'StringEquals':{'iam:PassedToService':'iottwinmaker.amazonaws.com'}}";

        assertThat(underCondition(condition, Permissions.passing(Plant.ROLE))).isTrue();
        assertThat(underCondition(condition, Permission.of("iam:PassRole", Plant.ROLE)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'StringNotEquals':{'aws:ResourceTag/a':'1'}}|the operator StringNotEquals is not known",
                "{'ArnLike':{'aws:ResourceTag/a':'1'}}|the operator ArnLike is not known",
                "{'StringEquals':{'aws:SourceIp':'1'}}|the key aws:SourceIp is not known",
                "{'StringEquals':{'aws:PrincipalTag/a':'1'}}|the key aws:PrincipalTag/a is not known",
                "{'StringEquals':{'sts:ExternalId':'1'}}|the key sts:ExternalId is not known",
                "{'StringEquals':{'aws:ResourceTag/':'1'}}|the key aws:ResourceTag/ is not known",
                "{'StringEquals':{'aws:ResourceTag/a':'${aws:username}'}}|variables are not known",
                "{'StringEquals':{'aws:ResourceTag/a':1}}|text is needed",
                "{'StringEquals':{'aws:ResourceTag/a':[]}}|something is needed",
                "{'StringEquals':{}}|an object with members is needed",
                "{'StringEquals':'a'}|an object with members is needed",
                "{'StringEquals':{'aws:TagKeys':'a'}}|does not go with the number of values",
                "{'ForAllValues:StringEquals':{'aws:ResourceTag/a':'1'}}|does not go with the number of values",
                "{'Null':{'aws:ResourceTag/a':'maybe'}}|either true or false",
                "{'NullIfExists':{'aws:ResourceTag/a':'true'}}|either true or false",
                "{'Null':{'aws:ResourceTag/a':'true','aws:ResourceTag/a':'false'}}|Duplicate field"
            })
    void a_condition_that_is_not_understood_is_refused(String condition, String words) {
        String json = policy(statement("Allow", "*", "*", condition));

        assertThatThrownBy(() -> Policy.of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "no|not JSON",
                "''|an object with members is needed",
                "[]|an object with members is needed",
                "{'Version':'2008-10-17','Statement':[]}|has the version 2012-10-17",
                "{'Version':'2012-10-17'}|has a statement",
                "{'Version':'2012-10-17','Statement':[],'More':1}|More is not known",
                "{'Version':'2012-10-17','Statement':['x']}|an object with members is needed"
            })
    void what_is_no_policy_is_refused(String json, String words) {
        assertThatThrownBy(() -> Policy.of(json.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'Effect':'Allow','Action':'*'}|Resource: something is needed",
                "{'Effect':'Allow','Resource':'*'}|Action: something is needed",
                "{'Action':'*','Resource':'*'}|the effect is Allow or Deny",
                "{'Effect':'allow','Action':'*','Resource':'*'}|the effect is Allow or Deny",
                "{'Effect':'Allow','NotAction':'*','Resource':'*'}|NotAction is not known",
                "{'Effect':'Allow','Action':'*','NotResource':'*'}|NotResource is not known",
                "{'Effect':'Allow','Action':'*','Resource':'*','Principal':{'AWS':'*'}}|Principal is not known",
                "{'Effect':'Allow','Action':'DeleteSyncJob','Resource':'*'}|DeleteSyncJob is no action",
                "{'Effect':'Allow','Action':'*','Resource':'workspace/plant'}|a resource is * or an ARN",
                "{'Effect':'Allow','Action':'*','Resource':'arn:aws:iottwinmaker:*:x'}|a resource is * or an ARN",
                "{'Sid':'a b','Effect':'Allow','Action':'*','Resource':'*'}|a Sid has letters and digits"
            })
    void a_statement_that_is_not_understood_is_refused(String statement, String words) {
        String json = policy(statement.replace('\'', '"'));

        assertThatThrownBy(() -> Policy.of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void two_statements_of_one_name_are_refused() {
        String statement = "{\"Sid\":\"One\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";

        assertThat(allowed(policy(statement), DELETE)).isTrue();
        assertThatThrownBy(() -> Policy.of(policy(statement, statement))).hasMessageContaining("is there once: One");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'Effect':'Allow','Action':'sts:AssumeRole'}|an object with members is needed",
                "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*'}|an object with members is needed",
                "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'*'}}|trusts everybody",
                "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'CanonicalUser':'x'}}|is not known",
                "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'x'},'Resource':'*'}|is not known"
            })
    void a_trust_policy_that_is_not_understood_is_refused(String statement, String words) {
        String json = policy(statement.replace('\'', '"'));

        assertThatThrownBy(() -> Policy.ofTrust(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
