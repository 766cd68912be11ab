package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.file.Path;

/** One way to get the three programs. */
interface BinarySource {

    /** What is tried, as the beginning of a line of a failure message. */
    String description();

    /**
     * Puts the three programs into an empty folder.
     *
     * @return where they come from, for the record
     * @throws IOException if this way is not open here; its message says why in words a developer can act on
     */
    String install(Path folder, Progress progress) throws IOException, InterruptedException;
}
