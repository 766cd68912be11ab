package dev.twinmaker.syncjob.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the image says of itself and how it starts. */
public final class ImageSettings {

    public static final String NAME = "syncjob-operator";

    /** By number, so that a kubelet can tell that it is not root. */
    public static final String USER = "65532:65532";

    public static final int PORT = 8080;

    static final String JAVA_HOME = "/opt/java";
    public static final String APPLICATION = "/opt/syncjob-operator";
    public static final String CACHE = NAME + ".aot";

    /**
     * One collector thread and the fast compiler: the operator waits for others most of the time, and so takes about a
     * quarter less memory and starts sooner.
     */
    static final List<String> JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-XX:MaxRAMPercentage=60",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

    private static final List<String> APPLICATION_JAR = List.of("-jar", "quarkus-run.jar");

    private ImageSettings() {}

    /** The operator as the image starts it, in {@link #APPLICATION}. */
    public static List<String> entrypoint() {
        return command(JAVA_HOME, "-XX:AOTCache=" + APPLICATION + "/" + CACHE);
    }

    /** The same options and more, for a Java runtime that lies elsewhere. */
    static List<String> command(String javaHome, String... more) {
        List<String> command = new ArrayList<>();
        command.add(javaHome + "/bin/java");
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of(more));
        command.addAll(APPLICATION_JAR);
        return command;
    }

    static Map<String, String> environment(String javaVersion) {
        return new TreeMap<>(Map.of(
                "JAVA_HOME", JAVA_HOME, "JAVA_VERSION", javaVersion, "LANG", "C.UTF-8", "PATH", JAVA_HOME + "/bin"));
    }

    /**
     * In the words of the OCI image specification.
     *
     * @param revision the commit, or nothing where it is not known
     * @param source where the source is, or nothing where it is not known
     */
    static Map<String, String> labels(String version, String revision, String source) {
        Map<String, String> labels = new TreeMap<>(Map.of(
                "org.opencontainers.image.title", NAME,
                "org.opencontainers.image.description", "A Kubernetes operator for AWS IoT TwinMaker sync jobs",
                "org.opencontainers.image.licenses", "Apache-2.0",
                "org.opencontainers.image.version", version,
                "org.opencontainers.image.revision", revision,
                "org.opencontainers.image.source", source));
        labels.values().removeIf(String::isBlank);
        return labels;
    }
}
