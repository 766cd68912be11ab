package dev.twinmaker.syncjob.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;

/** Takes requests from the server, and hands each to its service or to the administration. */
final class HttpFront {

    private static final String ADMIN = "/_sim";
    private static final int HEADER_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final Simulator simulator;
    private final FaultyService twinMaker;
    private final FaultyService tokens;
    private final Admin admin;

    HttpFront(Vertx vertx, Simulator simulator, FaultyService twinMaker, FaultyService tokens, Admin admin) {
        this.vertx = vertx;
        this.simulator = simulator;
        this.twinMaker = twinMaker;
        this.tokens = tokens;
        this.admin = admin;
    }

    /** Without delay on the sockets, or each small answer would wait some 40 ms for the client's acknowledgement. */
    static HttpServerOptions options() {
        // Fifty tag keys in a query, percent-encoded, make a long first line.
        return new HttpServerOptions()
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setMaxInitialLineLength(HEADER_BYTES)
                .setMaxHeaderSize(HEADER_BYTES);
    }

    void accept(HttpServerRequest request) {
        String path = request.uri();
        if (path.equals(ADMIN) || path.startsWith(ADMIN + "/") || path.startsWith(ADMIN + "?")) {
            request.body().onSuccess(body -> administer(request, body));
            return;
        }
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(headers::put);
        Call call = Call.head(request.method().name(), request.uri(), headers);
        Principal principal = simulator.iam().identify(call);
        Journal.Line line =
                simulator.journal().open(call, principal, simulator.clock().instant());
        Exchange exchange = new Exchange(vertx, request, line, simulator.clock());
        Faults.Strike strike = simulator.faults().choose(call, simulator.clock().instant());
        if (strike.action().filter(HttpFront::beforeReading).isPresent()) {
            strike.action().ifPresent(action -> serviceOf(call).serve(call, line, exchange, action));
            return;
        }
        request.body()
                .onSuccess(body -> exchange.after(
                        strike.delay(), () -> serve(call.withBody(body.toString()), line, exchange, strike)));
    }

    private void serve(Call call, Journal.Line line, Exchange exchange, Faults.Strike strike) {
        FaultyService service = serviceOf(call);
        strike.action()
                .ifPresentOrElse(
                        action -> service.serve(call, line, exchange, action),
                        () -> service.serve(call, line, exchange));
    }

    private FaultyService serviceOf(Call call) {
        return call.asksFor(Operation.GET_CALLER_IDENTITY) ? tokens : twinMaker;
    }

    private static boolean beforeReading(FaultAction action) {
        return action instanceof FaultAction.Cut cut && cut.moment() == FaultAction.Moment.BEFORE_READING;
    }

    private void administer(HttpServerRequest request, Buffer body) {
        Call call = Call.head(request.method().name(), request.uri(), Map.of());
        Admin.Answer answer = admin.answer(call.withBody(body.toString()));
        request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.bytes(answer.body())));
    }
}
