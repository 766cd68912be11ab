package dev.twinmaker.syncjob.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AwsTextTest {

    @Test
    void what_changes_from_call_to_call_is_taken_out() {
        assertThat(AwsText.normalise("Request 0f8fad5b-d9cd-469f-a165-70867728950e at 2026-01-02T03:04:05.678Z failed"))
                .isEqualTo("Request … at … failed");
        assertThat(AwsText.normalise(
                        "User: arn:aws:sts::123456789012:assumed-role/operator/botocore-session-17 is not"))
                .isEqualTo("User: arn:aws:sts::123456789012:assumed-role/operator is not");
    }

    @Test
    void text_is_one_line_without_characters_that_cannot_be_seen() {
        assertThat(AwsText.normalise("first\r\nsecond\u001b[31m\u202Eevil\u2028end"))
                .isEqualTo("first second [31m evil end");
    }

    @Test
    void text_is_cut_to_512_characters_and_never_within_one() {
        String text = AwsText.normalise("😀".repeat(600));
        assertThat(text.codePointCount(0, text.length())).isEqualTo(512);
        assertThat(text).endsWith("…");
        assertThat(AwsText.normalise("x".repeat(512))).hasSize(512).doesNotContain("…");
    }

    @Test
    void a_huge_text_costs_no_more_than_a_short_one() {
        assertThat(AwsText.normalise("a ".repeat(5_000_000))).hasSizeLessThanOrEqualTo(512);
    }
}
