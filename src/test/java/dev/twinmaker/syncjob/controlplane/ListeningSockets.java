package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** The addresses that processes listen on, as the Linux kernel tells it. */
final class ListeningSockets {

    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** An IPv6 address is given in hexadecimal digits as the kernel writes it. */
    static List<String> of(Collection<Long> pids) throws IOException {
        var sockets = new ArrayList<String>();
        for (var pid : pids) {
            try (var descriptors = Files.newDirectoryStream(Path.of("/proc", pid.toString(), "fd"))) {
                for (var descriptor : descriptors) {
                    sockets.add(target(descriptor));
                }
            }
        }
        var addresses = new ArrayList<String>();
        for (var table : List.of("tcp", "tcp6")) {
            for (var line : Files.readAllLines(Path.of("/proc/net", table))) {
                var fields = line.strip().split("\\s+", -1);
                if (fields[3].equals(LISTEN) && sockets.contains("socket:[" + fields[9] + "]")) {
                    addresses.add(address(fields[1].substring(0, fields[1].indexOf(':'))));
                }
            }
        }
        return addresses;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            // Closed since the folder was read, so nobody listens on it.
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
