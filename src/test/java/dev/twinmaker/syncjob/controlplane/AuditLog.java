package dev.twinmaker.syncjob.controlplane;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the API server says was asked of it, by whom, and how it answered.
 *
 * <p>A request appears once it is answered: a watch when it ends. The API server writes the line just after the answer,
 * so a test that counts waits for the number it expects.
 */
public final class AuditLog {

    /** Leaves out what the API server asks of itself and the questions after its health. */
    static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: None
                users: ["system:apiserver"]
              - level: None
                nonResourceURLs: ["/livez*", "/readyz*", "/healthz*"]
              - level: Metadata
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final long start;

    /** @param start the place in the file where it begins */
    AuditLog(Path file, long start) {
        this.file = file;
        this.start = start;
    }

    /** All requests so far. */
    public List<AuditEvent> events() {
        return eventsAfter(start);
    }

    /** The requests written since {@link #position()} was taken. */
    public List<AuditEvent> eventsAfter(long position) {
        var events = new ArrayList<AuditEvent>();
        try (var channel = Files.newByteChannel(file)) {
            channel.position(position);
            var text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            // A last line without its end is still being written.
            for (var line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                var event = JSON.readTree(line);
                if (event.path("stage").asText().equals("ResponseComplete")) {
                    events.add(AuditEvent.of(event));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    /** A place in the log, to ask only for what comes later. */
    public long position() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
