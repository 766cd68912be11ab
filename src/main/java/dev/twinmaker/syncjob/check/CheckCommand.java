package dev.twinmaker.syncjob.check;

import dev.twinmaker.syncjob.api.AwsAccess;
import dev.twinmaker.syncjob.api.SyncJob;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code check} as a program. */
public final class CheckCommand {

    private static final int MISFITS = 1;
    private static final int BAD_ARGUMENTS = 2;
    /** So that ten thousand objects are never held at once. */
    private static final long PAGE = 500;

    private static final String HELP = """
            Usage: check

            Reads every SyncJob and AwsAccess of the cluster as this version of the operator does, and names those that do
            not fit, with the reason. Writes nothing. Exit code 0: all fit; 1: some do not, or could not be read.""";

    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<KubernetesClient> kubernetes;
    private int read;
    private int misfits;

    CheckCommand(PrintStream out, PrintStream err, Supplier<KubernetesClient> kubernetes) {
        this.out = out;
        this.err = err;
        this.kubernetes = kubernetes;
    }

    /**
     * Runs it with the environment of this process and returns the exit code: 0 if every stored object fits, 1 if some
     * do not or could not be read, 2 for arguments that make no sense.
     */
    public static int run(String... args) {
        return new CheckCommand(System.out, System.err, () -> new KubernetesClientBuilder().build()).execute(args);
    }

    int execute(String... args) {
        if (args.length == 1 && args[0].equals("--help")) {
            out.println(HELP);
            return 0;
        }
        if (args.length > 0) {
            err.println("unknown argument: " + args[0] + " (see --help)");
            return BAD_ARGUMENTS;
        }
        try (KubernetesClient client = kubernetes.get()) {
            each(client, SyncJob.class, object -> Fit.ofSyncJob(client.getKubernetesSerialization(), object));
            each(client, AwsAccess.class, object -> Fit.ofAccess(client.getKubernetesSerialization(), object));
        } catch (KubernetesClientException e) {
            err.println("The stored objects could not be read, so nothing is known of them: " + e.getMessage());
            return MISFITS;
        }
        out.println(read + " stored objects read, " + misfits + " of them do not fit.");
        return misfits == 0 ? 0 : MISFITS;
    }

    private void each(
            KubernetesClient client, Class<? extends HasMetadata> kind, Function<GenericKubernetesResource, Fit> fit) {
        @Nullable String next = served(client, kind) ? "" : null;
        while (next != null) {
            GenericKubernetesResourceList page = client.genericKubernetesResources(
                            ResourceDefinitionContext.fromResourceType(kind))
                    .inAnyNamespace()
                    .list(new ListOptionsBuilder()
                            .withLimit(PAGE)
                            .withContinue(next.isEmpty() ? null : next)
                            .build());
            for (GenericKubernetesResource object : page.getItems()) {
                read++;
                fit.apply(object).fault().ifPresent(fault -> {
                    misfits++;
                    err.println(name(object) + ": " + fault);
                });
            }
            String more = page.getMetadata() == null ? null : page.getMetadata().getContinue();
            next = more == null || more.isEmpty() ? null : more;
        }
    }

    /** Not before the first installation, and accesses only where they were ever in use. */
    private static boolean served(KubernetesClient client, Class<? extends HasMetadata> kind) {
        try {
            APIResourceList resources = client.getApiResources(HasMetadata.getApiVersion(kind));
            return resources != null
                    && resources.getResources().stream()
                            .anyMatch(resource -> resource.getName().equals(HasMetadata.getPlural(kind)));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static String name(GenericKubernetesResource object) {
        String namespace = object.getMetadata().getNamespace();
        return object.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + object.getMetadata().getName();
    }
}
