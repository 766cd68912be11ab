package dev.twinmaker.syncjob;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls between the rooms. */
class RoomsTest {

    private static final String BASE = "dev.twinmaker.syncjob";
    private static final String API = BASE + ".api..";
    private static final String CORE = BASE + ".core..";
    private static final String PORT = BASE + ".core.port..";
    private static final String DECISION = BASE + ".core.decision..";
    private static final String REPORT = BASE + ".core.report..";
    private static final String ACCESS = BASE + ".core.access..";
    private static final String AWS = BASE + ".aws..";
    private static final String SIMULATOR = BASE + ".simulator..";
    private static final String IMPORTER = BASE + ".importer..";
    private static final String OPERATOR = BASE + ".operator..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void the_api_sees_the_jdk_jackson_and_annotations_of_the_client() {
        mayOnlySee(
                API,
                API,
                "java..",
                "com.fasterxml.jackson..",
                "io.fabric8.crd.generator.annotation..",
                "io.fabric8.generator.annotation..",
                "io.fabric8.kubernetes.api.model..",
                "io.fabric8.kubernetes.client..",
                "io.fabric8.kubernetes.model.annotation..",
                "org.jspecify..");
    }

    @Test
    void the_core_sees_the_jdk_and_the_api() {
        mayOnlySee(CORE, CORE, API, "java..", "org.jspecify..");
    }

    @Test
    void within_the_core_each_part_sees_only_those_before_it() {
        String[] jdk = {"java..", "org.jspecify..", API};
        mayOnlySee(PORT, with(jdk, PORT));
        mayOnlySee(DECISION, with(jdk, PORT, DECISION));
        mayOnlySee(REPORT, with(jdk, PORT, DECISION, REPORT));
        mayOnlySee(ACCESS, with(jdk, PORT, ACCESS));
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void the_core_has_no_clock_no_chance_and_no_threads_of_its_own() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, Thread.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void aws_sees_the_core_and_the_sdk() {
        mayOnlySee(
                AWS,
                AWS,
                PORT,
                "java..",
                "software.amazon.awssdk..",
                "com.fasterxml.jackson.core..",
                "org.apache.hc.client5..",
                "org.jspecify..");
    }

    @Test
    void the_simulator_sees_no_other_room() {
        mayOnlySee(
                SIMULATOR,
                SIMULATOR,
                "java..",
                "io.vertx..",
                "io.netty..",
                "com.fasterxml.jackson..",
                "org.jspecify..");
    }

    @Test
    void the_importer_sees_the_api_the_core_and_kubernetes() {
        mayOnlySee(IMPORTER, IMPORTER, API, CORE, AWS, "java..", "io.fabric8.kubernetes..", "org.jspecify..");
        noClasses()
                .that()
                .resideInAPackage(IMPORTER)
                .and(DescribedPredicate.not(named("ImportCommand")))
                .should()
                .dependOnClassesThat(resideInAPackage(AWS))
                .check(CLASSES);
    }

    @Test
    void the_operator_sees_neither_the_aws_sdk_nor_the_simulator() {
        noClasses()
                .that()
                .resideInAPackage(OPERATOR)
                .should()
                .dependOnClassesThat(resideInAnyPackage("software.amazon.awssdk..", SIMULATOR))
                .check(CLASSES);
    }

    @Test
    void of_the_operator_only_the_wiring_sees_the_aws_adapter() {
        noClasses()
                .that()
                .resideInAPackage(OPERATOR)
                .and(DescribedPredicate.not(named("Wiring")))
                .and(DescribedPredicate.not(named("AccessWiring")))
                .should()
                .dependOnClassesThat(resideInAPackage(AWS))
                .check(CLASSES);
    }

    @Test
    void only_aws_knows_the_aws_sdk() {
        noClasses()
                .that()
                .resideOutsideOfPackage(AWS)
                .should()
                .dependOnClassesThat(resideInAPackage("software.amazon.awssdk.."))
                .check(CLASSES);
    }

    @Test
    void the_rooms_have_no_cycles() {
        SlicesRuleDefinition.slices()
                .matching(BASE + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void no_class_hides_behind_a_name_that_says_nothing() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(CLASSES);
    }

    private static void mayOnlySee(String room, String... packages) {
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(packages).or(primitive()))
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> primitive() {
        return DescribedPredicate.describe(
                "primitives and arrays of them",
                type -> type.getBaseComponentType().isPrimitive());
    }

    /** The class of that name, its lambdas and nested classes, and what the build makes of it. */
    private static DescribedPredicate<JavaClass> named(String name) {
        return DescribedPredicate.describe(
                "named " + name,
                type -> type.getSimpleName().startsWith(name) || type.getName().contains("." + name));
    }
}
