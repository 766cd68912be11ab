package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The three programs of the control plane on this machine, at the release pinned in {@code src/kubernetes/go.mod}.
 *
 * @param folder the folder they lie in
 */
public record Binaries(Path folder) {

    static final List<String> PROGRAMS = List.of("etcd", "kube-apiserver", "kubectl");

    private static final Path MODULE = Path.of("src", "kubernetes");

    /**
     * Finds them in the cache of this user, or puts them there first, which takes minutes once and needs a Go toolchain
     * or the network.
     *
     * @throws UncheckedIOException if they are not there and cannot be had; its message says what to install
     */
    public static Binaries find() {
        try {
            var platform = Platform.current();
            var pins = Pins.read(MODULE);
            var cache = platform.userCache(System.getenv(), Path.of(System.getProperty("user.home")))
                    .resolve("syncjob-operator")
                    .resolve("k8s");
            var sources = List.of(
                    new GoBuild("go", MODULE, pins, platform),
                    new EnvtestDownload(EnvtestDownload.INDEX, pins, platform));
            return new BinaryCache(cache, pins, platform, sources, new Progress(System.err)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the control plane's programs were installed", e);
        }
    }

    /** The etcd server. */
    public Path etcd() {
        return folder.resolve("etcd");
    }

    /** The API server. */
    public Path kubeApiServer() {
        return folder.resolve("kube-apiserver");
    }

    /** The command line client. */
    public Path kubectl() {
        return folder.resolve("kubectl");
    }
}
