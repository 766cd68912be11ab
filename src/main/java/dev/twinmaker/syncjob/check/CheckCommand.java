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
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.util.LinkedHashSet;
import java.util.Set;
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
            Usage: check [--namespace NAME]...

            Reads every SyncJob and AwsAccess of the cluster as this version of the operator does, and names those that do
            not fit, with the reason. With namespaces, the SyncJobs of those only. Writes nothing. Exit code 0: all fit;
            1: some do not, or could not be read.""";

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
        Set<String> namespaces = new LinkedHashSet<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].equals("--namespace") || i + 1 == args.length || args[i + 1].isEmpty()) {
                err.println("unknown argument, or one without its value: " + args[i] + " (see --help)");
                return BAD_ARGUMENTS;
            }
            namespaces.add(args[i + 1]);
        }
        try (KubernetesClient client = kubernetes.get()) {
            checkAll(client, namespaces);
        } catch (KubernetesClientException e) {
            err.println("The stored objects could not be read, so nothing is known of them: " + e.getMessage());
            return MISFITS;
        }
        out.println(read + " stored objects read, " + misfits + " of them do not fit.");
        return misfits == 0 ? 0 : MISFITS;
    }

    private void checkAll(KubernetesClient client, Set<String> namespaces) {
        KubernetesSerialization json = client.getKubernetesSerialization();
        if (served(client, SyncJob.class)) {
            var syncJobs = stored(client, SyncJob.class);
            if (namespaces.isEmpty()) {
                each(syncJobs.inAnyNamespace(), object -> Fit.ofSyncJob(json, object));
            }
            namespaces.forEach(
                    namespace -> each(syncJobs.inNamespace(namespace), object -> Fit.ofSyncJob(json, object)));
        }
        if (namespaces.isEmpty() && served(client, AwsAccess.class)) {
            each(stored(client, AwsAccess.class), object -> Fit.ofAccess(json, object));
        }
    }

    private static MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            stored(KubernetesClient client, Class<? extends HasMetadata> kind) {
        return client.genericKubernetesResources(ResourceDefinitionContext.fromResourceType(kind));
    }

    private void each(Listable<GenericKubernetesResourceList> objects, Function<GenericKubernetesResource, Fit> fit) {
        @Nullable String next = "";
        while (next != null) {
            GenericKubernetesResourceList page = objects.list(new ListOptionsBuilder()
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
