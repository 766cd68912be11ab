package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of loopback that nobody listens at, for programs that cannot choose one themselves. */
final class FreePorts {

    private static final int ATTEMPTS = 5;

    private FreePorts() {}

    /** What is started at such ports, and is asked again where one was taken before it was used. */
    interface Start<T> {
        T once() throws IOException;
    }

    static <T> T start(Start<T> start) {
        for (var attempt = 1; ; attempt++) {
            try {
                return start.once();
            } catch (Component.PortTaken e) {
                if (attempt == ATTEMPTS) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }

    /** Asked for together, so that they differ. */
    static int[] three() throws IOException {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (var first = new ServerSocket(0, 1, loopback);
                var second = new ServerSocket(0, 1, loopback);
                var third = new ServerSocket(0, 1, loopback)) {
            return new int[] {first.getLocalPort(), second.getLocalPort(), third.getLocalPort()};
        }
    }
}
