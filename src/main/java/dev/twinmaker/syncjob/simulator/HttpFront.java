package dev.twinmaker.syncjob.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

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
        Call head = Call.head(request.method().name(), request.uri(), headers);
        if (head.isForSts()) {
            // Only with the body it is known what it asks for.
            withBody(head, request).onSuccess(call -> begin(call, request, () -> Future.succeededFuture(call)));
        } else {
            begin(head, request, () -> withBody(head, request));
        }
    }

    private static Future<Call> withBody(Call head, HttpServerRequest request) {
        return request.body().map(body -> head.withBody(body.toString()));
    }

    private void begin(Call call, HttpServerRequest request, Supplier<Future<Call>> whole) {
        Principal principal = simulator.iam().identify(call);
        Journal.Line line =
                simulator.journal().open(call, principal, simulator.clock().instant());
        Exchange exchange = new Exchange(vertx, request, line, simulator.clock());
        String account = call.asksFor(Operation.ASSUME_ROLE)
                ? RoleRequest.account(call.form())
                : principal.place().account();
        Faults.Strike strike =
                simulator.faults().choose(call, account, simulator.clock().instant());
        if (strike.action().filter(HttpFront::beforeReading).isPresent()) {
            strike.action().ifPresent(action -> serviceOf(call).serve(call, line, exchange, action));
            return;
        }
        whole.get().onSuccess(read -> exchange.after(strike.delay(), () -> serve(read, line, exchange, strike)));
    }

    private void serve(Call call, Journal.Line line, Exchange exchange, Faults.Strike strike) {
        FaultyService service = serviceOf(call);
        strike.action()
                .ifPresentOrElse(
                        action -> service.serve(call, line, exchange, action),
                        () -> service.serve(call, line, exchange));
    }

    private FaultyService serviceOf(Call call) {
        return call.isForSts() ? tokens : twinMaker;
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
