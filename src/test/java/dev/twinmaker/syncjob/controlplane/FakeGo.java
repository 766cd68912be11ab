package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@code go} command that notes what it is asked to build and writes an empty program. */
record FakeGo(Path command, Path calls) {

    /**
     * Writes the script.
     *
     * @param version what it says its version is
     * @param beforeBuild shell lines that run at each build
     */
    static FakeGo in(Path folder, String version, String beforeBuild) throws IOException {
        var calls = folder.resolve("calls");
        var script = """
                #!/bin/sh
                if [ "$1" = env ]; then echo %s; exit 0; fi
                %s
                while [ "$1" != -o ]; do shift; done
                printf '#!/bin/sh\\n' > "$2"
                chmod +x "$2"
                echo "$3" >> '%s'
                """.formatted(version, beforeBuild, calls);
        var command = Files.writeString(folder.resolve("go"), script);
        if (!command.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + command + " executable");
        }
        return new FakeGo(command, calls);
    }

    /** The packages built so far, in order. */
    List<String> built() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
