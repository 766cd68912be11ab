package dev.twinmaker.syncjob.simulator;

import static dev.twinmaker.syncjob.simulator.Assuming.ROLE;
import static dev.twinmaker.syncjob.simulator.Assuming.isError;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

/** Which requests for a role are well-formed, and what is said of the others. */
class AssumeRoleConstraintsTest {

    private static final String LONGEST_ARN =
            "arn:aws:iam::210987654321:role/" + "p/".repeat(1000) + "role-of-17-chars+";

    @RegisterExtension
    final Plant plant = new Plant();

    @RegisterExtension
    final Assuming assuming = new Assuming(plant);

    private void isInvalid(Consumer<AssumeRoleRequest.Builder> change, String... violations) {
        String count = violations.length == 1 ? "1 validation error" : violations.length + " validation errors";
        isError(
                assuming.refused(change),
                400,
                "ValidationError",
                count + " detected: " + String.join("; ", List.of(violations)));
    }

    private static String violation(String value, String member, String constraint) {
        return "Value " + value + " at '" + member + "' failed to satisfy constraint: Member must " + constraint;
    }

    private HttpResponse<String> ask(String more) {
        String authorization = Plant.AUTHORIZATION.replace("iottwinmaker", "sts");
        return plant.send(
                "POST",
                "/",
                "Action=AssumeRole&Version=2011-06-15&RoleArn=" + ROLE + "&RoleSessionName=operator" + more,
                request -> request.setHeader("Authorization", authorization));
    }

    @Test
    void a_role_and_a_session_name_are_needed() {
        isInvalid(
                request -> request.roleArn(null).roleSessionName(null),
                violation("null", "roleArn", "not be null"),
                violation("null", "roleSessionName", "not be null"));
    }

    @Test
    void the_arn_has_a_length_and_characters() {
        assertThat(LONGEST_ARN).hasSize(2048);
        assuming.assume(request -> request.roleArn(LONGEST_ARN));

        isInvalid(
                request -> request.roleArn("arn:aws:iam::1:role"),
                violation("'arn:aws:iam::1:role'", "roleArn", "have length greater than or equal to 20"));
        isInvalid(
                request -> request.roleArn(LONGEST_ARN + "x"),
                violation("'" + LONGEST_ARN + "x'", "roleArn", "have length less than or equal to 2048"));
        assertThat(assuming.refused(request -> request.roleArn(ROLE + "\u0007")))
                .hasMessageContaining("\uFFFD' at 'roleArn' failed to satisfy constraint: Member must satisfy regular");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "210987654321:role/something",
                "arn:aws:iam::210987654321:user/somebody",
                "arn:aws:iam::2109876543:role/sync",
                "arn:aws:iam:eu-central-1:210987654321:role/sync",
                "arn:aws:sts::210987654321:assumed-role/sync/operator",
                "arn:aws:iam::210987654321:role/",
                "arn:aws:iam::210987654321:role//",
                "arn:aws:iam::210987654321:role/a b",
                "arn:aws-cn:iam::210987654321:role/sync"
            })
    void what_is_not_the_arn_of_a_role_of_the_partition_is_invalid(String arn) {
        isError(assuming.refused(request -> request.roleArn(arn)), 400, "ValidationError", "Request ARN is invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "aA0_+=,.@-", "sixty-four-characters-that-make-the-longest-name-of-any-session-"})
    void the_name_of_a_session_may_be(String name) {
        assertThat(assuming.assume(request -> request.roleSessionName(name))
                        .assumedRoleUser()
                        .arn())
                .endsWith("/" + name);
    }

    @Test
    void the_name_of_a_session_has_a_length() {
        isInvalid(
                request -> request.roleSessionName("a"),
                violation("'a'", "roleSessionName", "have length greater than or equal to 2"));
        isInvalid(
                request -> request.roleSessionName("a".repeat(65)),
                violation("'" + "a".repeat(65) + "'", "roleSessionName", "have length less than or equal to 64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "a:b", "a<b", "\u00e4\u00e4"})
    void the_name_of_a_session_may_not_be(String name) {
        isInvalid(
                request -> request.roleSessionName(name),
                violation("'" + name + "'", "roleSessionName", "satisfy regular expression pattern: [\\w+=,.@-]*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "aA0_+=,.@:/-"})
    void an_external_id_may_be(String id) {
        assuming.assume(request -> request.externalId(id));

        assertThat(assuming.roles().assumptions().get(0).externalId()).isEqualTo(id);
    }

    @Test
    void an_external_id_has_a_length_and_characters() {
        assuming.assume(request -> request.externalId("a".repeat(1224)));

        isInvalid(
                request -> request.externalId("a"),
                violation("'a'", "externalId", "have length greater than or equal to 2"));
        isInvalid(
                request -> request.externalId("a".repeat(1225)),
                violation("'" + "a".repeat(1225) + "'", "externalId", "have length less than or equal to 1224"));
        isInvalid(
                request -> request.externalId("a b"),
                violation("'a b'", "externalId", "satisfy regular expression pattern: [\\w+=,.@:\\/-]*"));
    }

    @Test
    void everything_that_is_wrong_with_a_member_is_told() {
        isInvalid(
                request -> request.externalId("!"),
                violation("'!'", "externalId", "have length greater than or equal to 2"),
                violation("'!'", "externalId", "satisfy regular expression pattern: [\\w+=,.@:\\/-]*"));
    }

    @ParameterizedTest
    @CsvSource({
        "899,have value greater than or equal to 900",
        "-1,have value greater than or equal to 900",
        "43201,have value less than or equal to 43200"
    })
    void a_session_has_a_shortest_and_a_longest_time(int seconds, String constraint) {
        isInvalid(
                request -> request.durationSeconds(seconds),
                violation("'" + seconds + "'", "durationSeconds", constraint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "900.0", "99999999999"})
    void a_time_is_an_integer(String seconds) {
        HttpResponse<String> response = ask("&DurationSeconds=" + seconds);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains(
                        "<Code>ValidationError</Code>",
                        violation("'" + seconds + "'", "durationSeconds", "be a valid integer"));
    }

    @Test
    void a_session_may_have_fifty_tags_and_no_more() {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            tags.put("key " + i, "");
        }
        assuming.assume(Assuming.tagged(tags));
        assertThat(assuming.roles().assumptions().get(0).tags()).isEqualTo(tags);

        tags.put("one more", "");
        isInvalid(Assuming.tagged(tags), violation("'51 entries'", "tags", "have length less than or equal to 50"));
    }

    @Test
    void a_tag_has_bounds() {
        assuming.assume(Assuming.tagged(Map.of("k".repeat(128), "v".repeat(256))));
        String pattern = "satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";

        isInvalid(
                Assuming.tagged(Map.of("", "v".repeat(257))),
                violation("''", "tags.1.member.key", "have length greater than or equal to 1"),
                violation("''", "tags.1.member.key", pattern + "+"),
                violation("'" + "v".repeat(257) + "'", "tags.1.member.value", "have length less than or equal to 256"));
        isInvalid(
                Assuming.tagged(Map.of("k".repeat(129), "a*b")),
                violation("'" + "k".repeat(129) + "'", "tags.1.member.key", "have length less than or equal to 128"),
                violation("'a*b'", "tags.1.member.value", pattern + "*"));
    }

    @Test
    void a_tag_has_a_key_and_a_value() {
        isInvalid(
                request -> request.tags(
                        Tag.builder().key("team").build(),
                        Tag.builder().value("red").build()),
                violation("null", "tags.1.member.value", "not be null"),
                violation("null", "tags.2.member.key", "not be null"));
    }

    @Test
    void tags_are_taken_in_the_order_of_their_numbers() {
        assertThat(ask("&Tags.member.10.Key=&Tags.member.10.Value=x&Tags.member.9.Key=a&Tags.member.9.Value=y")
                        .body())
                .contains("tags.2.member.key")
                .doesNotContain("tags.1.member.key");
    }

    @Test
    void keys_of_tags_that_differ_in_case_only_are_the_same() {
        StsException refusal = assuming.refused(Assuming.tagged(Map.of("team", "red", "Team", "blue")));

        isError(
                refusal,
                400,
                "InvalidParameterValue",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }

    @Test
    void what_is_not_well_formed_is_nobodys_assumption() {
        assuming.refused(request -> request.durationSeconds(1));
        assuming.refused(request -> request.roleArn("arn:aws:iam::210987654321:user/somebody"));

        assertThat(assuming.roles().assumptions()).isEmpty();
    }
}
