package dev.twinmaker.syncjob.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.install.Chart;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is measured is there to be read, and alerts and dashboard ask for nothing else. */
class MetricsIT {

    private static final Pattern ASKED_FOR = Pattern.compile("\\b([a-z][a-z_]+)\\{");
    private static final Pattern MEASURED = Pattern.compile("(?m)^([a-z][a-z_0-9]+)[{ ]");

    @Test
    void every_metric_of_the_alerts_and_the_dashboard_is_measured_and_no_label_names_an_object() {
        try (Stage stage = Stage.shared()) {
            OperatorProcess operator = stage.operator();
            stage.create(Stage.syncJob("plant-of-a-name"));
            stage.awaitReady("plant-of-a-name");
            String metrics = operator.metrics();

            String chart = Chart.text(
                    "syncjob-operator",
                    "ops",
                    Chart.REGION + "metrics: {prometheusRule: {enabled: true}, dashboard: {enabled: true}}");
            Set<String> asked = found(ASKED_FOR, chart);
            assertThat(asked).hasSizeGreaterThan(10);
            assertThat(found(MEASURED, metrics)).containsAll(asked);
            assertThat(metrics).doesNotContain("plant-of-a-name");
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
