package dev.twinmaker.syncjob.operator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings with which the operator could not work are refused at the start, each by its key. */
class SettingRulesTest {

    @Test
    void the_defaults_pass() {
        assertThatCode(() -> SettingRules.check(settings(Map.of()))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "syncjob.reconcile-interval | 0s | more than zero",
                "syncjob.poll-initial | 0s | more than zero",
                "syncjob.poll-max | PT-1S | more than zero",
                "syncjob.backoff-initial | 0s | more than zero",
                "syncjob.backoff-max | 0s | more than zero",
                "syncjob.approval-window | 0s | more than zero",
                "syncjob.api-server-silence | 0s | more than zero",
                "syncjob.stuck-after | 0s | more than zero",
                "syncjob.access-denied-grace | PT-1S | zero or more",
                "syncjob.aws.call-timeout | 0s | more than zero",
                "syncjob.aws.read-rate | 0 | greater than zero",
                "syncjob.aws.write-rate | -1 | greater than zero",
                "syncjob.aws.sts-rate | NaN | greater than zero",
                "syncjob.aws.read-rate | Infinity | greater than zero",
                "syncjob.aws.read-burst | 0.5 | 1 or more",
                "syncjob.aws.write-burst | 0 | 1 or more",
                "syncjob.aws.sts-burst | NaN | 1 or more",
                "syncjob.lease-name | Plant_Lease | does not match",
                "syncjob.cluster-id | a\u2028b | does not match",
                "syncjob.former-cluster-ids | a\u2028b | does not match",
            })
    void what_would_stop_all_work_is_refused(String key, String value, String words) {
        assertThatThrownBy(() -> SettingRules.check(settings(Map.of(key, value))))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith(key)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({
        "syncjob.access-denied-grace, 0s",
        "syncjob.aws.read-rate, 0.01",
        "syncjob.aws.write-burst, 1",
        "syncjob.lease-name, plant.lease-1",
        "syncjob.cluster-id, plant cluster/1"
    })
    void what_is_small_but_works_passes(String key, String value) {
        assertThatCode(() -> SettingRules.check(settings(Map.of(key, value)))).doesNotThrowAnyException();
    }

    private static Settings settings(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(Settings.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(values)
                .build();
        return config.getConfigMapping(Settings.class);
    }
}
