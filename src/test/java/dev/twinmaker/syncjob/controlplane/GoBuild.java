package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Builds the programs from the pinned Go modules with the Go toolchain of this machine. */
final class GoBuild implements BinarySource {

    private static final Pattern VERSION = Pattern.compile("go(\\d+)\\.(\\d+)(?:\\.(\\d+))?");
    private static final int SHOWN_OUTPUT = 2_000;

    private final String go;
    private final Path module;
    private final Pins pins;
    private final Platform platform;

    GoBuild(String go, Path module, Pins pins, Platform platform) {
        this.go = go;
        this.module = module;
        this.pins = pins;
        this.platform = platform;
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
            run(command, folder, progress, "building " + program.getKey());
        }
        return "built with " + toolchain;
    }

    /** The toolchain Go would use for this module, which may be another than the installed one if Go may switch. */
    private String toolchain(Path folder, Progress progress) throws IOException, InterruptedException {
        var found = run(List.of("env", "GOVERSION"), folder, progress, "looking for a Go toolchain");
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

    private String run(List<String> arguments, Path folder, Progress progress, String what)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(go));
        command.addAll(arguments);
        var log = Files.createTempFile(folder, "go", ".log");
        var builder = new ProcessBuilder(command).directory(module.toFile());
        // No C compiler needed, and no workspace or target of the developer's other work.
        builder.environment()
                .putAll(Map.of("CGO_ENABLED", "0", "GOWORK", "off", "GOOS", platform.os(), "GOARCH", platform.arch()));
        var process = start(builder.redirectErrorStream(true).redirectOutput(log.toFile()));
        try {
            process.getOutputStream().close();
            progress.await(process.onExit(), what);
            var output = Files.readString(log).strip();
            if (process.exitValue() != 0) {
                throw new IOException("'" + go + " " + arguments.get(0) + "' failed while " + what + ":\n"
                        + output.substring(Math.max(0, output.length() - SHOWN_OUTPUT)));
            }
            return output;
        } catch (ExecutionException e) {
            throw new IOException(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    private Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException("no program '" + go + "' can be run here", e);
        }
    }
}
