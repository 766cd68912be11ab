package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Builds the programs from the pinned Go modules with the Go toolchain of this machine. */
final class GoBuild implements BinarySource {

    private static final Pattern VERSION = Pattern.compile("go(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

    private final GoCommand go;
    private final Pins pins;

    GoBuild(String go, Path module, Pins pins, Platform platform) {
        this.go = new GoCommand(go, module, platform, Map.of());
        this.pins = pins;
    }

    @Override
    public String description() {
        return "build with Go";
    }

    @Override
    public String install(Path folder, Progress progress) throws IOException, InterruptedException {
        var toolchain = toolchain(folder, progress);
        progress.say("building " + pins + " with " + toolchain
                + ": needed once, takes minutes if Go has not built them before");
        var packages = new LinkedHashMap<String, String>();
        packages.put("etcd", "go.etcd.io/etcd/server/v3");
        packages.put("kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver");
        packages.put("kubectl", "k8s.io/kubernetes/cmd/kubectl");
        for (var program : packages.entrySet()) {
            var target = folder.resolve(program.getKey()).toString();
            var command = List.of(
                    "build",
                    "-trimpath",
                    "-buildvcs=false",
                    "-ldflags",
                    linkerFlags(),
                    "-o",
                    target,
                    program.getValue());
            go.run(command, folder, progress, "building " + program.getKey());
        }
        return "built with " + toolchain;
    }

    /** The toolchain Go would use for this module, which may be another than the installed one if Go may switch. */
    private String toolchain(Path folder, Progress progress) throws IOException, InterruptedException {
        var found = go.run(List.of("env", "GOVERSION"), folder, progress, "looking for a Go toolchain");
        var have = VERSION.matcher(found);
        var need = VERSION.matcher("go" + pins.go());
        if (!have.find() || !need.find()) {
            throw new IOException("cannot read the Go version in '" + found + "'");
        }
        if (rank(have.toMatchResult()) < rank(need.toMatchResult())) {
            throw new IOException("this machine has " + have.group() + ", Go " + pins.go() + " or newer is needed");
        }
        return have.group();
    }

    private static long rank(MatchResult version) {
        var patch = version.group(3);
        return Long.parseLong(version.group(1)) * 1_000_000
                + Long.parseLong(version.group(2)) * 1_000
                + (patch == null ? 0 : Long.parseLong(patch));
    }

    /** Without these the server and kubectl call themselves v0.0.0, which kubectl cannot parse. */
    private String linkerFlags() {
        var minor = pins.kubernetesMinor().split("\\.", -1);
        var flags = new StringBuilder("-s -w");
        for (var holder : List.of("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")) {
            flags.append(" -X ").append(holder).append(".gitVersion=v").append(pins.kubernetes());
            flags.append(" -X ").append(holder).append(".gitMajor=").append(minor[0]);
            flags.append(" -X ").append(holder).append(".gitMinor=").append(minor[1]);
        }
        return flags.toString();
    }
}
