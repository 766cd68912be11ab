package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourceVersionsTest {

    @Test
    void versions_compare_as_numbers_of_any_length() {
        assertThat(ResourceVersions.older("9", "10")).isTrue();
        assertThat(ResourceVersions.older("10", "9")).isFalse();
        assertThat(ResourceVersions.older("99999999999999999999", "100000000000000000000"))
                .isTrue();
        assertThat(ResourceVersions.older("7", "7")).isFalse();
    }

    @Test
    void an_unknown_version_is_not_older() {
        assertThat(ResourceVersions.older(null, "1")).isFalse();
        assertThat(ResourceVersions.older("1", null)).isFalse();
    }
}
