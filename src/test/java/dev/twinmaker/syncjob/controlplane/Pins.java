package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The versions pinned in {@code src/kubernetes/go.mod}, each without its leading {@code v}.
 *
 * @param go the oldest Go toolchain that can build the others
 */
record Pins(String kubernetes, String etcd, String go) {

    static Pins read(Path module) throws IOException {
        var text = Files.readString(module.resolve("go.mod"));
        return new Pins(
                find(text, "(?m)^\\s*(?:require\\s+)?k8s\\.io/kubernetes v(\\S+)"),
                find(text, "(?m)^\\s*(?:require\\s+)?go\\.etcd\\.io/etcd/server/v3 v(\\S+)"),
                find(text, "(?m)^go (\\S+)"));
    }

    private static String find(String text, String pattern) throws IOException {
        var matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("go.mod has no line like " + pattern);
        }
        return matcher.group(1);
    }

    /** {@code 1.36} of {@code 1.36.4}. */
    String kubernetesMinor() {
        return kubernetes.substring(0, kubernetes.lastIndexOf('.'));
    }

    @Override
    public String toString() {
        return "kubernetes " + kubernetes + ", etcd " + etcd;
    }
}
