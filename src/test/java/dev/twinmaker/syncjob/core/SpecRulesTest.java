package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator refuses by itself, whatever the schema let through. */
class SpecRulesTest {

    private static final String ROLE = Scene.ROLE;

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a1", "_a", "9-9", "A_b-c9", "IoTSiteWise"})
    void workspacesThatTheServiceKnowsHowToNameAreAccepted(String id) {
        assertThat(SpecRules.fault(workspace(id))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a-",
                "a_",
                "-a",
                "..",
                "a/b",
                "a%2Fb",
                "a b",
                "ab ",
                " ab",
                "ab\n",
                "\nab",
                "a\u0000b",
                "\u0430b",
                "a\u202eb",
                "a\u00e4",
                "a.b",
                "IoTSiteWiseDefaultWorkspace"
            })
    void otherWorkspacesAreRefused(String id) {
        assertThat(SpecRules.fault(workspace(id))).isPresent();
    }

    @Test
    void lengthsAreBounded() {
        assertThat(SpecRules.fault(workspace("a".repeat(128)))).isEmpty();
        assertThat(SpecRules.fault(workspace("a".repeat(129)))).isPresent();
        assertThat(SpecRules.fault(source("S".repeat(128)))).isEmpty();
        assertThat(SpecRules.fault(source("S".repeat(129)))).isPresent();
        String prefix = "arn:aws:iam::123456789012:role/";
        assertThat(SpecRules.fault(role(prefix + "r".repeat(2048 - prefix.length()))))
                .isEmpty();
        assertThat(SpecRules.fault(role(prefix + "r".repeat(2049 - prefix.length()))))
                .isPresent();
    }

    @Test
    void aLongValueIsRefusedWithoutTryingItsPattern() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(SpecRules.fault(workspace("a".repeat(3_000_000) + "-"))).isPresent();
            assertThat(SpecRules.fault(workspace("a".repeat(127) + "-"))).isPresent();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SITEWISE ", " SITEWISE", "SITE-WISE", "SITE WISE", "SITEWISE\n", "S\u00cfTE", "a/b"})
    void otherSourcesAreRefused(String source) {
        assertThat(SpecRules.fault(source(source))).isPresent();
        assertThat(SpecRules.identityFault(source(source))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::123456789012:role/r",
                "arn:aws-cn:iam::123456789012:role/path/to/r",
                "arn:aws-us-gov:iam::123456789012:role/aws-service-role/x.amazonaws.com/R"
            })
    void rolesOfTheThreePartitionsAreAccepted(String role) {
        assertThat(SpecRules.fault(role(role))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r",
                "arn:aws:iam::123456789012:role/",
                "arn:aws:iam::123456789012:user/u",
                "arn:aws-iso:iam::123456789012:role/r",
                "arn:aws:iam::12345678901:role/r",
                "arn:aws:iam::1234567890123:role/r",
                "arn:aws:iam::*:role/r",
                "arn:aws:sts::123456789012:assumed-role/r/s",
                "arn:aws:iam::123456789012:role/r\n",
                "arn:aws:iam::123456789012:role/a\nb",
                " arn:aws:iam::123456789012:role/r"
            })
    void otherRolesAreRefusedThoughTheJobCanBeNamed(String role) {
        assertThat(SpecRules.fault(role(role))).isPresent();
        assertThat(SpecRules.identityFault(role(role))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "team|blue",
                "a.b:c/d=e+f-g@h_i|v",
                "schl\u00fcssel|wert",
                "with blank|with blank",
                "\u4e2d\u6587|\u503c",
                "k|emoji \uD83D\uDE00 in a value"
            },
            delimiter = '|')
    void tagsOfLettersSeparatorsAndDigitsAreAccepted(String key, String value) {
        assertThat(SpecRules.fault(tags(Map.of(key, value)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aws:x",
                "AWS:x",
                "Aws:x",
                "twinmaker.dev/uid",
                "twinmaker.dev/",
                "a\nb",
                "a#b",
                "a,b",
                "a\\b",
                "\uD83D\uDE00",
                "e\u0301",
                "a\tb"
            })
    void otherTagKeysAreRefused(String key) {
        assertThat(SpecRules.fault(tags(Map.of(key, "v")))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\rb", "a\u0085b", "a\u2028b", "a\u2029b", "a\n"})
    void otherTagValuesAreRefused(String value) {
        assertThat(SpecRules.fault(tags(Map.of("k", value)))).isPresent();
    }

    @Test
    void tagLengthsCountCodePoints() {
        assertThat(SpecRules.fault(tags(Map.of("\uD835\uDC00".repeat(128), "\uD835\uDC00".repeat(256)))))
                .isEmpty();
        assertThat(SpecRules.fault(tags(Map.of("k".repeat(129), "v")))).isPresent();
        assertThat(SpecRules.fault(tags(Map.of("k", "v".repeat(257))))).isPresent();
    }

    @Test
    void fortyFiveTagsAreAcceptedAndNoMore() {
        assertThat(SpecRules.fault(tags(numbered(45)))).isEmpty();
        assertThat(SpecRules.fault(tags(numbered(46)))).isPresent();
    }

    @Test
    void aNullTagValueIsRefused() {
        Map<String, String> tags = new HashMap<>();
        tags.put("k", null);
        assertThat(SpecRules.fault(tags(tags))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, true",
        "us-gov-west-1, true",
        "ap-southeast-2, true",
        "EU-CENTRAL-1, false",
        "eu-central, false",
        "eu, false",
        "https://evil.example, false",
        "eu-central-1.evil.example, false",
        "eu-central-1@x, false"
    })
    void regionsAreNamesOfRegions(String region, boolean accepted) {
        SyncJobSpec spec = SyncJobSpec.of("factory", "SITEWISE", ROLE, null, region);
        assertThat(SpecRules.fault(spec).isEmpty()).isEqualTo(accepted);
        assertThat(SpecRules.identityFault(spec).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void missingFieldsAreNamed() {
        assertThat(SpecRules.identityFault(SyncJobSpec.of(null, null, null, null, null)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("does not fit the schema"));
        assertThat(SpecRules.fault(SyncJobSpec.of(null, null, null, null, null)))
                .isPresent();
        assertThat(SpecRules.fault(SyncJobSpec.of(null, "SITEWISE", ROLE, null, null)))
                .hasValueSatisfying(text -> assertThat(text).contains("workspaceId"));
        assertThat(SpecRules.fault(SyncJobSpec.of("factory", "SITEWISE", null, null, null)))
                .hasValueSatisfying(text -> assertThat(text).contains("roleArn"));
    }

    @ParameterizedTest
    @CsvSource({
        "factory, eu-central-1, ''",
        "factory, , ''",
        "annex, eu-central-1, spec.workspaceId is immutable: the job of this SyncJob is in factory.",
        "factory, eu-west-1, spec.region is immutable: the job of this SyncJob is in eu-central-1."
    })
    void aSpecThatNamesAnotherJobThanTheStatusIsRefused(String workspace, String region, String fault) {
        SyncJobSpec spec = SyncJobSpec.of(workspace, "SITEWISE", ROLE, null, region);
        SyncJobStatus known =
                status("arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory/sync-job/SITEWISE");
        assertThat(SpecRules.movedFault(spec, known).orElse("")).startsWith(fault);
        assertThat(SpecRules.movedFault(spec, known).isEmpty()).isEqualTo(fault.isEmpty());
        assertThat(SpecRules.movedFault(spec, null)).isEmpty();
        assertThat(SpecRules.movedFault(spec, SyncJobStatus.EMPTY)).isEmpty();
    }

    private static SyncJobStatus status(String arn) {
        return new SyncJobStatus(
                1L,
                arn,
                "ACTIVE",
                ROLE,
                "eu-central-1",
                null,
                null,
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of());
    }

    private static SyncJobSpec workspace(String id) {
        return SyncJobSpec.of(id, "SITEWISE", ROLE, null, null);
    }

    private static SyncJobSpec source(String source) {
        return SyncJobSpec.of("factory", source, ROLE, null, null);
    }

    private static SyncJobSpec role(String role) {
        return SyncJobSpec.of("factory", "SITEWISE", role, null, null);
    }

    private static SyncJobSpec tags(Map<String, String> tags) {
        return SyncJobSpec.of("factory", "SITEWISE", ROLE, tags, null);
    }

    private static Map<String, String> numbered(int count) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put("k" + i, "v");
        }
        return tags;
    }
}
