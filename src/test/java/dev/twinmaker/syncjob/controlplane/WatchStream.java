package dev.twinmaker.syncjob.controlplane;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;

/** An answer without an end: passes on what comes, as it comes, no faster than the client takes it. */
final class WatchStream {

    private final HttpServerRequest client;
    private final HttpClientResponse upstream;
    private boolean delayed;
    private boolean clientIsSlow;
    private boolean swallowing;
    private Runnable forget = () -> {};

    WatchStream(HttpServerRequest client, HttpClientResponse upstream) {
        this.client = client;
        this.upstream = upstream;
    }

    /** All of this class runs on the one event loop of the proxy. */
    void start(Runnable atEnd) {
        forget = atEnd;
        var response = client.response();
        response.setChunked(true);
        upstream.exceptionHandler(failure -> {
            if (!swallowing) {
                cut();
            }
        });
        upstream.endHandler(end -> {
            if (!swallowing) {
                atEnd.run();
                response.end();
            }
        });
        response.closeHandler(closed -> {
            atEnd.run();
            upstream.request().connection().close();
        });
        upstream.handler(bytes -> {
            if (swallowing) {
                return;
            }
            response.write(bytes);
            if (response.writeQueueFull()) {
                clientIsSlow = true;
                flow();
                response.drainHandler(drained -> {
                    clientIsSlow = false;
                    flow();
                });
            }
        });
        // The client has to learn that its watch stands before the first event.
        response.write("");
        flow();
    }

    void delay(boolean wanted) {
        delayed = wanted;
        flow();
    }

    /** From here on the client hears nothing of the server any more, not even its end. */
    void swallow() {
        swallowing = true;
    }

    /** Writes what the server never said. */
    void feed(Buffer bytes) {
        client.response().write(bytes);
    }

    /** Ends the answer in good order, which closes no connection of the client. */
    void end() {
        swallow();
        forget.run();
        client.response().end();
        upstream.request().connection().close();
    }

    void cut() {
        forget.run();
        client.connection().close();
    }

    private void flow() {
        if (delayed || clientIsSlow) {
            upstream.pause();
        } else {
            upstream.resume();
        }
    }
}
