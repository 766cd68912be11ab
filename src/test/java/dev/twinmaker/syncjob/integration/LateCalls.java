package dev.twinmaker.syncjob.integration;

import dev.twinmaker.syncjob.controlplane.TcpProxy;
import dev.twinmaker.syncjob.simulator.Simulator;
import org.awaitility.Awaitility;

/** The way of one operator to AWS, on which its creates and deletes of jobs can be kept until much later. */
final class LateCalls implements AutoCloseable {

    private final TcpProxy proxy;

    LateCalls(Simulator simulator) {
        proxy = TcpProxy.start(simulator.endpoint());
    }

    /** What the operator is to take for AWS. */
    String endpoint() {
        return "http://127.0.0.1:" + proxy.url().getPort();
    }

    /** Keeps the creates and deletes to come. */
    void keep() {
        proxy.hold(request -> request.matches("(?s)(POST|DELETE) /workspaces/[^/]+/sync-jobs/[^/]+ HTTP/.*"));
    }

    void awaitKept(int calls) {
        Awaitility.await(calls + " calls are under way").until(() -> proxy.holding() == calls);
    }

    /** Has them arrive. */
    void arrive() {
        proxy.letGo();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
