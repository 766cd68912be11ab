package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * A second API server on the etcd of a {@link ControlPlane}, which can be held behind: frozen, its lists and watches show
 * the world as it was then, while reads of one object and all writes are of the present. A real one does so when its watch
 * of etcd is slow.
 *
 * <p>Not for longer than half a minute: an API server that hears nothing from etcd for so long asks whether it lives.
 */
public final class LaggingApiServer implements AutoCloseable {

    private final EtcdProxy etcd;
    private final Component process;
    private final URI url;

    LaggingApiServer(EtcdProxy etcd, Component process, URI url) {
        this.etcd = etcd;
        this.process = process;
        this.url = url;
    }

    /** Where it listens, with the certificate of the first one. */
    public URI url() {
        return url;
    }

    /** Writes a copy of a kubeconfig, beside it, that asks this one. */
    public Path kubeconfig(Path original) {
        try {
            var copy = original.resolveSibling(original.getFileName() + ".at-" + url.getPort());
            return Kubeconfig.redirectAsIs(original, copy, url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it show nothing that happens from now on. */
    public void freeze() {
        etcd.freeze(true);
    }

    /** Has it catch up. */
    public void thaw() {
        etcd.freeze(false);
    }

    @Override
    public void close() {
        try {
            process.kill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            etcd.close();
        }
    }
}
