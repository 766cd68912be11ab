package dev.twinmaker.syncjob.importer;

import dev.twinmaker.syncjob.api.SyncJob;
import dev.twinmaker.syncjob.api.SyncJobSpec;
import dev.twinmaker.syncjob.aws.AwsEnvironment;
import dev.twinmaker.syncjob.aws.AwsSettings;
import dev.twinmaker.syncjob.aws.TwinMakerSyncJobs;
import dev.twinmaker.syncjob.core.port.Owner;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code import} as a program. */
public final class ImportCommand {

    private static final int INCOMPLETE = 1;
    private static final int BAD_ARGUMENTS = 2;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Supplier<Optional<String>> region;
    private final Function<String, TwinMakerSyncJobs> aws;
    private final Supplier<KubernetesClient> kubernetes;
    private boolean incomplete;

    ImportCommand(
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            Supplier<Optional<String>> region,
            Function<String, TwinMakerSyncJobs> aws,
            Supplier<KubernetesClient> kubernetes) {
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.region = region;
        this.aws = aws;
        this.kubernetes = kubernetes;
    }

    /**
     * Runs it with the environment of this process and returns the exit code: 0 if everything was printed, 1 if
     * something could not be read or printed, 2 for arguments or an environment that make no sense.
     */
    public static int run(String... args) {
        return new ImportCommand(
                        System.out,
                        System.err,
                        System.getenv(),
                        AwsEnvironment::region,
                        ImportCommand::adapter,
                        () -> new KubernetesClientBuilder().build())
                .execute(args);
    }

    int execute(String... args) {
        Arguments arguments;
        try {
            arguments = Arguments.of(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + " (see --help)");
            return BAD_ARGUMENTS;
        }
        if (arguments.help()) {
            out.println(Arguments.TEXT);
            return 0;
        }
        Optional<String> place = region.get();
        if (place.isEmpty()) {
            err.println("AWS_REGION is not set: name the AWS region whose sync jobs are to be read.");
            return BAD_ARGUMENTS;
        }
        try (TwinMakerSyncJobs jobs = aws.apply(place.get())) {
            Stock stock = new Stock(jobs, jobs.inventory(), ImportCommand::sleep, this::problem);
            List<Stock.Found> found = stock.take(place.get(), arguments.workspaces());
            if (arguments.orphans()) {
                orphans(found, arguments.clusters());
            } else {
                manifests(found, arguments.namespace());
            }
        }
        return incomplete ? INCOMPLETE : 0;
    }

    private void manifests(List<Stock.Found> found, Optional<String> namespace) {
        Manifests manifests = new Manifests(namespace, this::problem);
        found.forEach(job -> manifests.of(job).ifPresent(out::print));
        out.flush();
    }

    private void orphans(List<Stock.Found> found, List<String> named) {
        try (KubernetesClient client = kubernetes.get()) {
            List<Orphans.Living> living = client.resources(SyncJob.class).inAnyNamespace().list().getItems().stream()
                    .map(ImportCommand::living)
                    .toList();
            Set<String> ids = named.isEmpty() ? clusters(client) : Set.copyOf(named);
            new Orphans(ids, living, this::problem).among(found).forEach(out::println);
        } catch (KubernetesClientException | ResourceNotFoundException e) {
            problem("The SyncJobs of this cluster could not be read, so no job can be called an orphan: "
                    + e.getMessage());
        }
    }

    private static Orphans.Living living(SyncJob object) {
        ObjectMeta meta = object.getMetadata();
        SyncJobSpec spec = object.getSpec();
        return new Orphans.Living(
                new Owner("", meta.getNamespace(), meta.getName(), meta.getUid()),
                spec == null ? null : spec.workspaceId(),
                spec == null ? null : spec.syncSource());
    }

    private Set<String> clusters(KubernetesClient client) {
        Set<String> ids = new HashSet<>();
        String own = environment.getOrDefault("SYNCJOB_CLUSTER_ID", "");
        ids.add(
                own.isBlank()
                        ? client.namespaces()
                                .withName("kube-system")
                                .require()
                                .getMetadata()
                                .getUid()
                        : own);
        Arrays.stream(environment.getOrDefault("SYNCJOB_FORMER_CLUSTER_IDS", "").split(",", -1))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .forEach(ids::add);
        return ids;
    }

    private void problem(String text) {
        incomplete = true;
        err.println(text);
    }

    private static TwinMakerSyncJobs adapter(String region) {
        AwsSettings settings = new AwsSettings(
                region, AwsEnvironment.endpointOverridden(), AwsEnvironment.stsReachable(), CALL_TIMEOUT, 5, 10, 1, 2);
        return TwinMakerSyncJobs.ofEnvironment(settings, InstantSource.system());
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
