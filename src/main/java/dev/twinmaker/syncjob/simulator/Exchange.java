package dev.twinmaker.syncjob.simulator;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** One request and its response on the wire, with all the ways to end it that a fault may ask for. */
final class Exchange {

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Journal.Line line;
    private final InstantSource clock;
    private final String requestId = UUID.randomUUID().toString();

    /** What goes over the wire; a header may name another content type. */
    record Message(int status, String errorCode, String contentType, Map<String, String> headers, Buffer body) {

        Message withHeader(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Message(status, errorCode, contentType, more, body);
        }

        Message withBody(String text) {
            return new Message(status, errorCode, contentType, headers, Buffer.buffer(text));
        }
    }

    Exchange(Vertx vertx, HttpServerRequest request, Journal.Line line, InstantSource clock) {
        this.vertx = vertx;
        this.request = request;
        this.line = line;
        this.clock = clock;
        request.response().closeHandler(closed -> line.ended(ConnectionFate.ABANDONED));
        request.response().exceptionHandler(broken -> line.ended(ConnectionFate.ABANDONED));
    }

    /** The id that the service gives to the request. */
    String requestId() {
        return requestId;
    }

    /** Sends the whole message and leaves the connection open. */
    void send(Message message) {
        if (head(message)) {
            line.answered(message.status(), message.errorCode());
            // Before the last byte is out, so that whoever has read the answer finds it in the journal.
            line.ended(ConnectionFate.KEPT);
            request.response().end(message.body());
        }
    }

    /** Sends the whole message and then ends the connection. */
    void sendAndCut(Message message, FaultAction.Kind kind) {
        if (head(message)) {
            line.answered(message.status(), message.errorCode());
            line.ended(fate(kind));
            request.response().end(message.body()).onComplete(sent -> close(kind));
        }
    }

    /** Sends half of the body and then ends the connection. */
    void sendHalf(Message message, FaultAction.Kind kind) {
        if (head(message)) {
            line.answered(message.status(), message.errorCode());
            HttpServerResponse response = request.response();
            response.putHeader("Content-Length", Integer.toString(message.body().length()));
            response.write(message.body().getBuffer(0, message.body().length() / 2))
                    .onComplete(sent -> cut(kind));
        }
    }

    /** Sends the body piece by piece. */
    void drip(Message message, FaultAction.Drip drip) {
        if (head(message)) {
            line.answered(message.status(), message.errorCode());
            request.response()
                    .putHeader("Content-Length", Integer.toString(message.body().length()));
            drip(message.body(), 0, drip);
        }
    }

    private void drip(Buffer body, int from, FaultAction.Drip drip) {
        if (request.response().closed()) {
            return;
        }
        int to = Math.min(body.length(), from + drip.bytes());
        Buffer piece = body.getBuffer(from, to);
        if (to == body.length()) {
            line.ended(ConnectionFate.KEPT);
            request.response().end(piece);
        } else {
            request.response().write(piece);
            after(drip.pause(), () -> drip(body, to, drip));
        }
    }

    /** Ends the connection without an answer or in the middle of one. */
    void cut(FaultAction.Kind kind) {
        line.ended(fate(kind));
        close(kind);
    }

    /** Runs something later in real time, at once if the time is zero. */
    void after(Duration time, Runnable task) {
        if (time.toMillis() < 1) {
            task.run();
        } else {
            vertx.setTimer(time.toMillis(), timer -> task.run());
        }
    }

    private void close(FaultAction.Kind kind) {
        if (kind == FaultAction.Kind.RST) {
            // A socket closed with nothing to linger for is reset.
            ((ConnectionBase) request.connection()).channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        request.connection().close();
    }

    private static ConnectionFate fate(FaultAction.Kind kind) {
        return kind == FaultAction.Kind.RST ? ConnectionFate.RESET : ConnectionFate.CLOSED;
    }

    /** Writes status and headers, unless there is nobody to send them to any more. */
    private boolean head(Message message) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return false;
        }
        response.setStatusCode(message.status());
        response.putHeader("Content-Type", message.contentType());
        response.putHeader("x-amzn-RequestId", requestId);
        response.putHeader("Date", httpDate(clock.instant()));
        message.headers().forEach(response::putHeader);
        return true;
    }

    static String httpDate(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
}
