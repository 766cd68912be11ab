package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a process holds open, as the Linux kernel tells it. */
public final class Descriptors {

    private static final String ESTABLISHED = "01";
    private static final String LISTEN = "0A";
    private static final String SOCKET = "socket:[";

    private final List<String> targets;
    private final Map<String, Connection> connections;

    /** One row of the kernel's tables of TCP. */
    private record Connection(String address, int remotePort, String state) {}

    private Descriptors(List<String> targets, Map<String, Connection> connections) {
        this.targets = targets;
        this.connections = connections;
    }

    /** Those of a process that runs now. */
    public static Descriptors of(long pid) throws IOException {
        var targets = new ArrayList<String>();
        try (var links = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var link : links) {
                target(link).ifPresent(targets::add);
            }
        }
        return new Descriptors(targets, connections());
    }

    private static Optional<String> target(Path link) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (NoSuchFileException e) {
            // Closed since the folder was read.
            return Optional.empty();
        }
    }

    private static Map<String, Connection> connections() throws IOException {
        var connections = new HashMap<String, Connection>();
        for (var table : List.of("tcp", "tcp6")) {
            var lines = Files.readAllLines(Path.of("/proc/net", table));
            for (var line : lines.subList(1, lines.size())) {
                var fields = line.strip().split("\\s+", -1);
                var remote = fields[2].substring(fields[2].indexOf(':') + 1);
                var local = fields[1].substring(0, fields[1].indexOf(':'));
                connections.put(
                        SOCKET + fields[9] + "]", new Connection(local, Integer.parseInt(remote, 16), fields[3]));
            }
        }
        return connections;
    }

    /** How many there are. */
    public int count() {
        return targets.size();
    }

    /** The addresses it listens on. One of IPv6 is given in hexadecimal digits as the kernel writes it. */
    public List<String> listening() {
        return targets.stream()
                .filter(connections::containsKey)
                .map(connections::get)
                .filter(connection -> connection.state().equals(LISTEN))
                .map(connection -> address(connection.address()))
                .toList();
    }

    /**
     * How many there are of each kind: a file by its ending, a connection by the port it leads to and, where it is not an
     * open one, by the kernel's number of its state.
     */
    public SortedMap<String, Integer> kinds() {
        var kinds = new TreeMap<String, Integer>();
        targets.forEach(target -> kinds.merge(kind(target), 1, Integer::sum));
        return kinds;
    }

    private String kind(String target) {
        var connection = connections.get(target);
        if (connection == null) {
            return target.replaceAll(":.*", "").replaceAll(".*/", "").replaceAll(".*[.]", "");
        }
        return switch (connection.state()) {
            case LISTEN -> "listening";
            case ESTABLISHED -> "to port " + connection.remotePort();
            default -> "to port " + connection.remotePort() + " in state " + connection.state();
        };
    }

    /** IPv4 addresses are in the byte order of the processor. */
    private static String address(String hex) {
        if (hex.length() > 8) {
            return hex;
        }
        var bytes = HexFormat.of().parseHex(hex);
        return "%d.%d.%d.%d".formatted(bytes[3] & 0xff, bytes[2] & 0xff, bytes[1] & 0xff, bytes[0] & 0xff);
    }
}
