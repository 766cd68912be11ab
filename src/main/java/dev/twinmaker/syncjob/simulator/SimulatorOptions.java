package dev.twinmaker.syncjob.simulator;

import java.util.List;

/**
 * How a simulator is started. What can be changed later is a knob instead.
 *
 * @param host the address to listen on
 * @param port the port to listen on, 0 for a free one
 * @param account the account of access keys that were not mapped to another
 * @param workspaces ids of the workspaces that exist in every region of that account
 * @param throttling whether rate limits are on at the start
 * @param seed of the random choices of fault rules, so that a run can be repeated
 */
public record SimulatorOptions(
        String host, int port, String account, List<String> workspaces, boolean throttling, long seed) {

    /** A free port of the loopback address, one workspace named {@code plant}, rate limits on. */
    public static SimulatorOptions defaults() {
        return new SimulatorOptions("127.0.0.1", 0, Place.DEFAULT_ACCOUNT, List.of("plant"), true, 1);
    }

    /** Listens on this address. */
    public SimulatorOptions onHost(String address) {
        return new SimulatorOptions(address, port, account, workspaces, throttling, seed);
    }

    /** Listens on this port. */
    public SimulatorOptions onPort(int number) {
        return new SimulatorOptions(host, number, account, workspaces, throttling, seed);
    }

    /** Has these workspaces instead. */
    public SimulatorOptions withWorkspaces(List<String> ids) {
        return new SimulatorOptions(host, port, account, List.copyOf(ids), throttling, seed);
    }

    /** Has no rate limits until the knob is turned. */
    public SimulatorOptions withoutThrottling() {
        return new SimulatorOptions(host, port, account, workspaces, false, seed);
    }

    /** Makes other random choices. */
    public SimulatorOptions withSeed(long other) {
        return new SimulatorOptions(host, port, account, workspaces, throttling, other);
    }
}
