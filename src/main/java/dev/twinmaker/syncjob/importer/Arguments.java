package dev.twinmaker.syncjob.importer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for on the command line.
 *
 * @param workspaces ids; empty for all
 * @param namespace of the manifests, if they are to name one
 * @param clusters ids of this cluster; empty for what the environment says
 */
record Arguments(
        List<String> workspaces, boolean orphans, Optional<String> namespace, List<String> clusters, boolean help) {

    static final String TEXT = """
            Usage: import (--workspace ID... | --all) [--namespace NAME]
                   import --orphans [--workspace ID...] [--cluster-id ID...]

              --workspace ID     the jobs of this workspace; may be repeated
              --all              the jobs of every workspace of the region
              --namespace NAME   a namespace for the manifests
              --orphans          instead of manifests, list the jobs whose owner tags name a SyncJob of this cluster
                                 that is gone, of every workspace unless some are named
              --cluster-id ID    an id of this cluster, as the operator has it by syncjob.cluster-id and
                                 syncjob.former-cluster-ids; may be repeated. Without it SYNCJOB_CLUSTER_ID and
                                 SYNCJOB_FORMER_CLUSTER_IDS count, and without these the uid of namespace kube-system
              --help             this text

            Prints a manifest for each sync job of AWS_REGION, ready for kubectl apply. The jobs are read with the
            SDK's standard environment, the owners of --orphans with the kubeconfig. Nothing is written anywhere.
            Exit codes: 0 everything was printed, 1 something could not be read or printed, 2 bad arguments.""";

    /** {@link IllegalArgumentException} for arguments that make no sense. */
    static Arguments of(String... args) {
        List<String> workspaces = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        boolean all = false;
        boolean orphans = false;
        Optional<String> namespace = Optional.empty();
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        while (!rest.isEmpty()) {
            String argument = rest.removeFirst();
            switch (argument) {
                case "--help" -> {
                    return new Arguments(List.of(), false, Optional.empty(), List.of(), true);
                }
                case "--workspace" -> workspaces.add(value(argument, rest));
                case "--cluster-id" -> clusters.add(value(argument, rest));
                case "--all" -> all = true;
                case "--orphans" -> orphans = true;
                case "--namespace" -> namespace = Optional.of(value(argument, rest));
                default -> throw new IllegalArgumentException("unknown argument: " + argument);
            }
        }
        boolean some = !workspaces.isEmpty();
        if (all && some) {
            throw new IllegalArgumentException("--workspace and --all exclude each other");
        }
        if (!all && !some && !orphans) {
            throw new IllegalArgumentException("one of --workspace, --all and --orphans is needed");
        }
        return new Arguments(workspaces, orphans, namespace, clusters, false);
    }

    private static String value(String argument, Deque<String> rest) {
        String value = rest.pollFirst();
        if (value == null || value.isBlank() || value.startsWith("--")) {
            throw new IllegalArgumentException("no value for argument: " + argument);
        }
        return value;
    }
}
