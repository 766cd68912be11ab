package dev.twinmaker.syncjob.install;

import dev.twinmaker.syncjob.operator.Settings;
import io.smallrye.config.WithDefault;
import java.util.Arrays;
import java.util.Optional;

/** What the operator takes a setting for that nobody sets. */
final class OperatorDefaults {

    private static final String SETTINGS = "settings.";
    private static final String OF_AWS = "settings.aws.";

    private OperatorDefaults() {}

    /** Of that value of the chart; empty if it is no setting, or has no default. */
    static Optional<String> of(String value) {
        if (value.startsWith(OF_AWS)) {
            return of(Settings.Aws.class, value.substring(OF_AWS.length()));
        }
        return value.startsWith(SETTINGS) ? of(Settings.class, value.substring(SETTINGS.length())) : Optional.empty();
    }

    private static Optional<String> of(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .map(method -> method.getAnnotation(WithDefault.class))
                .map(WithDefault::value);
    }
}
