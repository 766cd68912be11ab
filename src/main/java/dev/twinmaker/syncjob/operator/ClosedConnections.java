package dev.twinmaker.syncjob.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.vertx.VertxHttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The client's own transport, which tells of a connection that is closed under a request by an {@link IOException}, as it
 * does of any other trouble of the network, so that the client asks again. The client does not know the exception that
 * comes otherwise, and the operator could not start beside an API server that is being restarted.
 *
 * <p>A write whose answer is lost may so be made twice, as it is after a 500 or a reset. That does no harm: what is
 * written here names the version or the uid that it is meant for.
 */
final class ClosedConnections
        extends StandardHttpClient<ClosedConnections, ClosedConnections.Factory, ClosedConnections.Builder> {

    private final VertxHttpClient<VertxHttpClientFactory> transport;

    private ClosedConnections(
            Builder builder, AtomicBoolean closed, VertxHttpClient<VertxHttpClientFactory> transport) {
        super(builder, closed);
        this.transport = transport;
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return told(transport.consumeBytesDirect(request, consumer));
    }

    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder request, WebSocket.Listener listener) {
        return told(transport.buildWebSocketDirect(request, listener));
    }

    private static <T> CompletableFuture<T> told(CompletableFuture<T> answer) {
        return answer.exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                failure instanceof HttpClosedException ? new IOException(failure.getMessage(), failure) : failure));
    }

    @Override
    protected void doClose() {
        transport.close();
    }

    /** Makes such clients. */
    record Factory(VertxHttpClientFactory transports) implements HttpClient.Factory {

        @Override
        public HttpClient.Builder newBuilder() {
            return newBuilder(Config.empty());
        }

        @Override
        public HttpClient.Builder newBuilder(Config config) {
            VertxHttpClientBuilder<VertxHttpClientFactory> transport = transports.newBuilder();
            HttpClientUtils.applyCommonConfiguration(config, transport, transports);
            Builder builder = new Builder(this, transport);
            HttpClientUtils.applyCommonConfiguration(config, builder, this);
            return builder;
        }
    }

    /** A copy shares the connections of the client that it is derived from. */
    static final class Builder extends StandardHttpClientBuilder<ClosedConnections, Factory, Builder> {

        private final VertxHttpClientBuilder<VertxHttpClientFactory> transport;

        private Builder(Factory factory, VertxHttpClientBuilder<VertxHttpClientFactory> transport) {
            super(factory);
            this.transport = transport;
        }

        @Override
        protected Builder newInstance(Factory factory) {
            return new Builder(factory, transport);
        }

        @Override
        public ClosedConnections build() {
            if (client != null) {
                return new ClosedConnections(this, client.closed, client.transport);
            }
            VertxHttpClient<VertxHttpClientFactory> made = transport.build();
            // Among them what a proxy wants to be told, which the transport adds only now.
            transport.getInterceptors().forEach(interceptors::putIfAbsent);
            return new ClosedConnections(this, new AtomicBoolean(), made);
        }
    }
}
