package dev.twinmaker.syncjob.benchmark;

import dev.twinmaker.syncjob.integration.OperatorProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the JDK's own tool tells of a process. */
final class Jcmd {

    private static final Pattern USED = Pattern.compile("(?:generation|DefNew|Tenured).* used (\\d+)K");

    private Jcmd() {}

    /** Used heap in KiB. */
    static long heap(OperatorProcess operator) throws IOException {
        long used = 0;
        for (String line : run(operator, "GC.heap_info").lines().toList()) {
            Matcher matcher = USED.matcher(line);
            if (matcher.find()) {
                used += Long.parseLong(matcher.group(1));
            }
        }
        return used;
    }

    static String run(OperatorProcess operator, String command) throws IOException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(program.toString(), String.valueOf(operator.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
