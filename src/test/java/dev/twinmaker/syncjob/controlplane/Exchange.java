package dev.twinmaker.syncjob.controlplane;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** One request through the {@link ApiServerProxy} and the way of its answer back. */
final class Exchange {

    /** These speak of one connection, not of the request, or are set anew. */
    private static final List<String> NOT_FORWARDED = List.of(
            "host", "connection", "keep-alive", "transfer-encoding", "content-length", "upgrade", "http2-settings");

    private final ApiServerProxy proxy;
    private final HttpClient upstream;
    private final Context loop;
    private final HttpServerRequest client;

    Exchange(ApiServerProxy proxy, HttpClient upstream, Context loop, HttpServerRequest client) {
        this.proxy = proxy;
        this.upstream = upstream;
        this.loop = loop;
        this.client = client;
    }

    void begin() {
        if ("websocket".equalsIgnoreCase(client.getHeader("Upgrade"))) {
            // The answer that has clients fall back to a watch over HTTP at once.
            client.response().setStatusCode(200).end();
            return;
        }
        client.body()
                .onSuccess(body -> {
                    var request = describe(body);
                    after(proxy.untilArrived(request), () -> arrived(request, body));
                })
                .onFailure(failure -> hangUp());
    }

    private ProxiedRequest describe(Buffer body) {
        var headers = new HashMap<String, String>();
        client.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new ProxiedRequest(
                client.method().name(),
                client.path(),
                Objects.requireNonNullElse(client.query(), ""),
                headers,
                body.toString());
    }

    private void arrived(ProxiedRequest request, Buffer body) {
        var answer = proxy.answerFor(request);
        if (answer != null) {
            var response = client.response().setStatusCode(answer.status());
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
            answer.headers().forEach(response::putHeader);
            response.end(answer.body());
            return;
        }
        after(proxy.untilMayGo(request), () -> {
            if (!client.response().closed()) {
                forward(request, proxy.asked(request, body));
            }
        });
    }

    private void forward(ProxiedRequest request, Buffer body) {
        var options = new RequestOptions()
                .setMethod(client.method())
                .setURI(client.uri())
                .setHeaders(forwarded(client.headers()));
        upstream.request(options)
                .compose(out -> body.length() == 0 ? out.send() : out.send(body))
                .compose(response -> request.isWatch() ? stream(response) : returned(request, response))
                .onFailure(failure -> hangUp());
    }

    private Future<Void> stream(HttpClientResponse response) {
        head(response);
        proxy.opened(new WatchStream(client, response));
        return Future.succeededFuture();
    }

    private Future<Void> returned(ProxiedRequest request, HttpClientResponse response) {
        return response.body()
                .onSuccess(body -> after(proxy.untilMayReturn(request), () -> {
                    if (proxy.drops(request)) {
                        hangUp();
                    } else if (!client.response().closed()) {
                        head(response);
                        client.response().end(proxy.answered(request, body));
                    }
                }))
                .mapEmpty();
    }

    private void head(HttpClientResponse response) {
        client.response().setStatusCode(response.statusCode()).headers().addAll(forwarded(response.headers()));
    }

    /** A hook is released by a test's own thread. */
    private void after(Future<Void> release, Runnable next) {
        if (release.succeeded()) {
            next.run();
        } else {
            release.onSuccess(released -> loop.runOnContext(ignored -> next.run()));
        }
    }

    /** What a client sees of an API server that dies at its request. */
    private void hangUp() {
        client.connection().close();
    }

    private static MultiMap forwarded(MultiMap headers) {
        var kept = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        NOT_FORWARDED.forEach(kept::remove);
        return kept;
    }
}
