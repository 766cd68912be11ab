package dev.twinmaker.syncjob.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;

/**
 * A running simulator of AWS IoT TwinMaker, and of the two operations of AWS STS that tell who calls and let a
 * role be assumed.
 *
 * <p>It serves both APIs under {@link #endpoint()}, and its administration under the path {@code /_sim} there. It answers
 * requests one after the other; what one request changed the next one sees, as far as the knobs do not say otherwise.
 * An SDK must be told not to prefix the host name.
 */
public final class Simulator implements AutoCloseable {

    private final SimulatorOptions options;
    private final SimulatedClock clock;
    private final Knobs knobs = new Knobs();
    private final Journal journal = new Journal();
    private final Faults faults;
    private final World world;
    private final Iam iam;
    private final Throttle throttle;
    private final Vertx vertx;
    private final HttpServer server;

    private Simulator(SimulatorOptions options, InstantSource source) {
        this.options = options;
        this.clock = new SimulatedClock(source);
        this.faults = new Faults(options.seed());
        this.world = new World(options, knobs, clock);
        this.iam = new Iam(options, knobs, clock);
        this.throttle = new Throttle(knobs.throttling, clock);
        this.knobs.throttling.enabled = options.throttling();
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.server = vertx.createHttpServer(HttpFront.options());
    }

    /**
     * Starts a simulator, which listens when this returns.
     *
     * @throws IllegalStateException if it cannot listen on the address
     */
    public static Simulator start(SimulatorOptions options, InstantSource clock) {
        Simulator simulator = new Simulator(options, clock);
        simulator.listen();
        return simulator;
    }

    private void listen() {
        Service service = new Service(world, iam, throttle, knobs, clock);
        HttpFront front = new HttpFront(
                vertx,
                this,
                new FaultyService(service, clock),
                new FaultyService(new SecurityTokenService(iam), clock),
                new Admin(this));
        server.requestHandler(front::accept);
        try {
            server.listen(options.port(), options.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            close();
            throw new IllegalStateException("cannot listen on " + options.host() + ":" + options.port(), e.getCause());
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** The URL to give to a client as its endpoint override. */
    public URI endpoint() {
        return URI.create("http://" + options.host() + ":" + port());
    }

    /** The clock of the simulated world. */
    public SimulatedClock clock() {
        return clock;
    }

    /** What was asked and answered. */
    public Journal journal() {
        return journal;
    }

    /** What goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** How the service behaves where it could behave otherwise. */
    public Knobs knobs() {
        return knobs;
    }

    /** The workspaces and jobs there are. */
    public World world() {
        return world;
    }

    /** Who may do what. */
    public Iam iam() {
        return iam;
    }

    /** Puts everything back to how it was after the start, the clock included; connections stay open. */
    public void reset() {
        synchronized (world) {
            knobs.reset();
            knobs.throttling.enabled = options.throttling();
            faults.reset();
            iam.clear();
            throttle.clear();
            clock.reset();
            world.clear();
            journal.clear();
        }
    }

    /** Ends all connections and stops listening. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
