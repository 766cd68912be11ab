package dev.twinmaker.syncjob.ecosystem;

import dev.twinmaker.syncjob.controlplane.ControlPlane;
import dev.twinmaker.syncjob.controlplane.GoTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs, each pinned by a Go module under {@code src/ecosystem}. */
final class Tools {

    private static final Path MODULES = Path.of("src", "ecosystem");
    private static final Path KUBERNETES = Path.of("src", "kubernetes");
    private static final String KWOK = "sigs.k8s.io/kwok";

    static final GoTool HELM_3 = tool("helm3", "helm.sh/helm/v3/cmd/helm");
    static final GoTool HELM_4 = tool("helm4", "helm.sh/helm/v4/cmd/helm");
    static final GoTool KUBECONFORM = tool("kubeconform", "github.com/yannh/kubeconform/cmd/kubeconform");
    static final GoTool KUBE_SCORE = tool("kube-score", "github.com/zegl/kube-score/cmd/kube-score");
    static final GoTool CONFTEST = tool("conftest", "github.com/open-policy-agent/conftest");
    static final GoTool KUSTOMIZE_CONTROLLER = tool("kustomize-controller", "github.com/fluxcd/kustomize-controller");
    static final GoTool FLUX_HEALTH = tool("flux-health", ".");
    static final GoTool ARGO = new GoTool("argo", MODULES.resolve("argo"), ".", "go1.27.3", List.of());
    private static final GoTool KWOK_TOOL = tool("kwok", KWOK + "/cmd/kwok");
    private static final GoTool CONTROLLER_MANAGER = kubernetes("kube-controller-manager");
    private static final GoTool SCHEDULER = kubernetes("kube-scheduler");

    private Tools() {}

    private static GoTool tool(String name, String what) {
        return new GoTool(name, MODULES.resolve(name), what, "", List.of());
    }

    private static GoTool kubernetes(String name) {
        return new GoTool(name, KUBERNETES, "k8s.io/kubernetes/cmd/" + name, "", List.of());
    }

    /** A control plane on which a Deployment becomes available and a Job completes, though no container runs. */
    static ControlPlane cluster() {
        Path controllerManager = CONTROLLER_MANAGER.find();
        Path scheduler = SCHEDULER.find();
        Path kwok = KWOK_TOOL.find();
        ControlPlane plane = ControlPlane.start();
        plane.startNode(controllerManager, scheduler, kwok, stages());
        return plane;
    }

    private static String stages() {
        Path folder = KWOK_TOOL.sourceOf(KWOK).resolve("kustomize").resolve("stage");
        return Stream.of(
                        "node/fast/node-initialize.yaml",
                        "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
                        "pod/fast/pod-ready.yaml",
                        "pod/fast/pod-complete.yaml",
                        "pod/fast/pod-delete.yaml")
                .map(folder::resolve)
                .map(Tools::read)
                .collect(Collectors.joining("\n---\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
