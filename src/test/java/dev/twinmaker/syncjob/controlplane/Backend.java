package dev.twinmaker.syncjob.controlplane;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;

/** A plain HTTP server on loopback that stands for the API server where a proxy itself is tested. */
final class Backend implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    Backend(Handler<HttpServerRequest> handler) {
        server =
                ProxyLoop.await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void close() {
        ProxyLoop.await(vertx.close());
    }
}
