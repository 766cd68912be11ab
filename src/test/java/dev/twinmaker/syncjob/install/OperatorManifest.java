package dev.twinmaker.syncjob.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The chart without Helm: its defaults as one file, with the CRD and the namespace before it. */
final class OperatorManifest {

    static final Path CRD = Path.of("crds", "syncjobs.twinmaker.dev-v1.yml");
    static final Path ACCESS_CRD = Path.of("crds", "awsaccesses.twinmaker.dev-v1.yml");

    private static final String NAME = "syncjob-operator";
    private static final String NO_REGION = "xx-none-0";
    /** The CRD comes from its own file, and Helm alone has hooks. */
    private static final String VALUES =
            "aws: {region: " + NO_REGION + "}\ncrds: {enabled: false}\nupgradeCheck: {enabled: false}\n";

    private static final String HEAD = """
            # The SyncJob operator for a plain kubectl apply, in namespace syncjob-operator.
            # Rendered from the defaults of helm/syncjob-operator; do not edit.
            # ./mvnw test -Dtest=OperatorManifestTest -Ddeploy.write=true writes it anew.
            #
            # The value of AWS_REGION, far below, is empty, and the operator does not start without it; and the image is named as
            # it was built. Put yours in:
            #
            #   sed -e '/name: AWS_REGION/{n;s/""/"eu-central-1"/;}' \\
            #     -e 's#"syncjob-operator:@VERSION@"#"REGISTRY/syncjob-operator:@VERSION@"#' \\
            #     deploy/operator.yaml | kubectl apply --server-side -f -
            #
            # For AWS credentials, bind an IAM role to service account syncjob-operator of namespace syncjob-operator by
            # EKS Pod Identity. Before you delete any of this, delete the SyncJobs: without the operator none can go. Deleting
            # this whole file deletes the CRD too, and with it every SyncJob there still is.
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: syncjob-operator
              labels:
                app.kubernetes.io/name: syncjob-operator
                pod-security.kubernetes.io/enforce: restricted
            """;

    private static final String HEAD_OF_ACCOUNTS = """
            # What accounts need beside deploy/operator.yaml: the CRD of AwsAccesses, and the right to read them and the labels
            # of namespaces.
            # Rendered from helm/syncjob-operator with accounts.enabled; do not edit.
            # ./mvnw test -Dtest=OperatorManifestTest -Ddeploy.write=true writes it anew.
            #
            # Then have the operator use them:
            #
            #   kubectl -n syncjob-operator set env deployment/syncjob-operator SYNCJOB_ACCOUNTS_ENABLED=true
            """;

    /** Those that the chart puts there too; Helm's is of no use here. */
    private static final String ANNOTATIONS = """
              annotations:
                argocd.argoproj.io/sync-options: Prune=false,Delete=false
                kustomize.toolkit.fluxcd.io/prune: disabled
            """;

    private OperatorManifest() {}

    static String yaml() throws IOException {
        String rendered = Chart.text(NAME, NAME, VALUES);
        return HEAD.replace("@VERSION@", version(rendered))
                + kept(Files.readString(CRD))
                + withoutHelm(rendered.replace(NO_REGION, ""));
    }

    /** What the chart renders with accounts and not without them. */
    static String accountsYaml() throws IOException {
        String rendered = Chart.text(NAME, NAME, VALUES + "accounts: {enabled: true}\n");
        String rights = Arrays.stream(rendered.split("(?m)^---\n"))
                .filter(document -> document.startsWith("# Source: syncjob-operator/templates/accounts.yaml"))
                .map(document -> "---\n" + withoutHelm(document))
                .collect(Collectors.joining());
        return HEAD_OF_ACCOUNTS + "---\n" + kept(Files.readString(ACCESS_CRD)).replaceFirst("^---\n", "") + rights;
    }

    private static String version(String rendered) {
        return rendered.lines()
                .filter(line -> line.contains("app.kubernetes.io/version:"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*: \"(.*)\"", "$1");
    }

    /** A CRD that nothing prunes, without its comments. */
    private static String kept(String crd) {
        String bare = crd.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n", "", "\n"));
        return bare.replaceFirst("(?m)^metadata:\n", "metadata:\n" + ANNOTATIONS);
    }

    private static String withoutHelm(String rendered) {
        return rendered.lines()
                .filter(line -> !line.startsWith("# Source:"))
                .filter(line -> !line.contains("helm.sh/") && !line.contains("managed-by: Helm"))
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
