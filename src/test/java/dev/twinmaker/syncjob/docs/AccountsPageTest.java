package dev.twinmaker.syncjob.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.AccessReason;
import dev.twinmaker.syncjob.api.AssumeRole;
import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.AwsAccessSpec;
import dev.twinmaker.syncjob.core.access.Access;
import dev.twinmaker.syncjob.core.access.WrittenAccess;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about accounts shows an access that would be taken, and its tables are what the code says. */
class AccountsPageTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Path PATH = Path.of("docs", "accounts.md");
    private static final Page PAGE = Page.of(PATH);

    @Test
    void the_access_that_is_shown_would_be_taken() {
        List<String> manifests = Sources.found(Sources.read(PATH), "(?s)```yaml\n(.*?)```");
        assertThat(manifests).isNotEmpty();
        for (String manifest : manifests) {
            AwsAccess access = YAML.unmarshal(manifest, AwsAccess.class);
            assertThat(WrittenAccess.of(
                                    access.getMetadata().getName(), access.getSpec(), Access.Phase.HELD, "eu-central-1")
                            .fault())
                    .isEmpty();
        }
    }

    @Test
    void each_field_of_an_access_is_in_the_table() {
        Set<String> expected = fields(AwsAccessSpec.class)
                .filter(field -> !field.equals("assumeRole"))
                .collect(Collectors.toCollection(TreeSet::new));
        fields(AssumeRole.class).forEach(field -> expected.add("assumeRole." + field));
        Set<String> told = PAGE.column("An access", 0).stream()
                .flatMap(cell -> Stream.of(cell.split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void each_reason_of_an_access_is_told() {
        String text = Sources.read(PATH);
        assertThat(AccessReason.values()).allSatisfy(reason -> assertThat(text).contains("`" + reason.text() + "`"));
        assertThat(text).contains("`" + AwsAccess.FINALIZER + "`");
    }

    private static Stream<String> fields(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName);
    }
}
