package dev.twinmaker.syncjob.simulator;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The simulator as a program of its own. */
public final class SimulatorCommand {

    /** The port of the command line unless another is asked for. */
    public static final int DEFAULT_PORT = 4567;

    private static final int DEMO_RESOURCES = 12;
    private static final String HELP = """
            Usage: simulator [--port N] [--host ADDRESS] [--workspace ID]... [--no-throttling]

              --port N          port to listen on, 0 for a free one (default 4567)
              --host ADDRESS    address to listen on (default 127.0.0.1)
              --workspace ID    a workspace that exists in every region; may be repeated (default plant)
              --no-throttling   no rate limits
              --help            this text

            Give the printed URL to a client as its endpoint and switch host prefix injection off.
            GetCallerIdentity and AssumeRole of STS are answered there too. The administration is under /_sim.""";

    private final PrintStream out;
    private final PrintStream err;
    private final Consumer<Simulator> untilStopped;

    SimulatorCommand(PrintStream out, PrintStream err, Consumer<Simulator> untilStopped) {
        this.out = out;
        this.err = err;
        this.untilStopped = untilStopped;
    }

    /**
     * Runs a simulator until the process is told to stop, and returns the exit code: 0 after a clean stop or for help,
     * 1 if the address cannot be had, 2 for arguments that make no sense.
     */
    public static int run(String... args) {
        return new SimulatorCommand(System.out, System.err, SimulatorCommand::awaitSignal).execute(args);
    }

    int execute(String... args) {
        SimulatorOptions options = SimulatorOptions.defaults().onPort(DEFAULT_PORT);
        List<String> workspaces = new ArrayList<>();
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        try {
            while (!rest.isEmpty()) {
                String argument = rest.removeFirst();
                switch (argument) {
                    case "--help" -> {
                        out.println(HELP);
                        return 0;
                    }
                    case "--port" -> options = options.onPort(port(value(argument, rest)));
                    case "--host" -> options = options.onHost(value(argument, rest));
                    case "--workspace" -> workspaces.add(value(argument, rest));
                    case "--no-throttling" -> options = options.withoutThrottling();
                    default -> throw new IllegalArgumentException("unknown argument: " + argument);
                }
            }
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + " (see --help)");
            return 2;
        }
        return serve(workspaces.isEmpty() ? options : options.withWorkspaces(workspaces));
    }

    private int serve(SimulatorOptions options) {
        try (Simulator simulator = Simulator.start(options, InstantSource.system())) {
            simulator.knobs().lifecycle.resourcesPerJob = DEMO_RESOURCES;
            out.println("IoT TwinMaker simulator ready at " + simulator.endpoint() + " with workspaces "
                    + String.join(", ", options.workspaces()));
            untilStopped.accept(simulator);
            return 0;
        } catch (IllegalStateException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static String value(String argument, Deque<String> rest) {
        String value = rest.pollFirst();
        if (value == null) {
            throw new IllegalArgumentException("no value for argument: " + argument);
        }
        return value;
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("not a port for argument --port: " + text);
        }
        return Integer.parseInt(text);
    }

    private static void awaitSignal(Simulator simulator) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            simulator.close();
            stopped.countDown();
        }));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
