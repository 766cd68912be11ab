package dev.twinmaker.syncjob.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JDK that the runtime of the image is made from. The build itself may run on another.
 *
 * @param version as the JDK says it, such as {@code 25.0.3+9-LTS}
 */
record Jdk(Path home, String version) {

    static final String FEATURE = "25";

    private static final String PROPERTY = "image.jdk";
    private static final Pattern RUNTIME_VERSION = Pattern.compile("(?m)^JAVA_RUNTIME_VERSION=\"([^\"]+)\"");

    /** Variables of developers and of the set-up of CI machines. */
    private static final List<String> VARIABLES = List.of("JAVA25_HOME", "JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64");

    /**
     * Finds one of the right version.
     *
     * @param named the folder that the user named, or nothing
     * @param running the JDK that runs this
     * @param shelf where systems keep their JDKs
     * @throws IOException if there is none; the message says what to install, and how to name it
     */
    static Jdk find(String named, Map<String, String> environment, Path running, Path shelf) throws IOException {
        if (!named.isBlank()) {
            return at(Path.of(named))
                    .orElseThrow(() -> new IOException("-D" + PROPERTY + " names " + named + ", which is no JDK "
                            + FEATURE + " with jlink. " + ADVICE));
        }
        Map<String, Path> places = new LinkedHashMap<>();
        VARIABLES.stream()
                .filter(environment::containsKey)
                .forEach(name -> places.put(name, Path.of(environment.get(name))));
        places.put("the JDK of this build", running);
        for (Path home : on(shelf)) {
            places.put(home.toString(), home);
        }
        for (Path home : places.values()) {
            Optional<Jdk> found = at(home);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IOException("The image needs a JDK " + FEATURE + " with jlink, and there is none among "
                + new ArrayList<>(places.keySet()) + ". " + ADVICE);
    }

    private static final String ADVICE = "Install one, such as Temurin " + FEATURE
            + " from https://adoptium.net, and name its folder by -D" + PROPERTY + " or JAVA25_HOME.";

    private static List<Path> on(Path shelf) throws IOException {
        if (!Files.isDirectory(shelf)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(shelf)) {
            return homes.sorted().toList();
        }
    }

    private static Optional<Jdk> at(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)
                || !Files.isExecutable(home.resolve("bin").resolve("jlink"))) {
            return Optional.empty();
        }
        Matcher version = RUNTIME_VERSION.matcher(Files.readString(release));
        return version.find() && version.group(1).matches(FEATURE + "\\b.*")
                ? Optional.of(new Jdk(home, version.group(1)))
                : Optional.empty();
    }

    /** Makes a runtime with these modules. */
    void link(List<String> modules, Path runtime) throws IOException {
        Program.run(List.of(
                home.resolve("bin").resolve("jlink").toString(),
                "--add-modules",
                String.join(",", modules),
                "--compress",
                "zip-6",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString()));
    }
}
