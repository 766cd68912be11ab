package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A running etcd and kube-apiserver on this machine, reachable from this machine only.
 *
 * <p>RBAC is on, the admission plugin that wants a ServiceAccount token in each pod is off. Everything it writes lies in
 * one folder of the temp folder; {@link #close()} or the end of this JVM, even by {@code kill -9}, ends the processes and
 * removes the folder. Closing throws all objects away.
 */
public final class ControlPlane implements AutoCloseable {

    static {
        // For a busy machine; whoever waits for something that comes goes on at once.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private final Supervisor supervisor;
    private final Credentials credentials;
    private final Commands commands;
    private final URI url;
    private final URI etcdUrl;
    private final Component etcd;
    private final Component apiServer;
    private final Kubectl kubectl;
    private volatile long auditStart;

    private ControlPlane(Binaries binaries, Supervisor supervisor) throws IOException {
        this.supervisor = supervisor;
        credentials = Credentials.in(folder());
        commands = new Commands(binaries, folder(), credentials);
        Files.writeString(commands.auditPolicy(), AuditLog.POLICY);
        var ports = FreePorts.three();
        url = URI.create("https://127.0.0.1:" + ports[0]);
        etcdUrl = URI.create("http://127.0.0.1:" + ports[1]);
        var peerUrl = URI.create("http://127.0.0.1:" + ports[2]);
        var name = folder().getFileName().toString();
        etcd = new Component(
                supervisor, "etcd", commands.etcd(name, etcdUrl, peerUrl), () -> Probes.etcdServes(etcdUrl, name));
        apiServer = new Component(
                supervisor,
                "kube-apiserver",
                commands.apiServer(etcdUrl, url),
                () -> Probes.apiServerServes(url, caCertificate(), adminToken()));
        kubectl = new Kubectl(binaries.kubectl(), folder());
        Kubeconfig.write(kubeconfig(), url, caCertificate(), adminToken(), "default");
    }

    /** Starts one with the pinned programs, which are installed first where they are missing. */
    public static ControlPlane start() {
        return start(Binaries.find());
    }

    /**
     * Starts one with these programs.
     *
     * @throws UncheckedIOException if a program does not get ready; the message holds the end of its log
     */
    public static ControlPlane start(Binaries binaries) {
        return FreePorts.start(() -> startOnce(binaries));
    }

    private static ControlPlane startOnce(Binaries binaries) throws IOException {
        var supervisor = Supervisor.start();
        try {
            var controlPlane = new ControlPlane(binaries, supervisor);
            controlPlane.etcd.start();
            controlPlane.apiServer.start();
            return controlPlane;
        } catch (IOException | RuntimeException e) {
            supervisor.close();
            throw e;
        }
    }

    /** Where the API server listens. */
    public URI url() {
        return url;
    }

    /** Everything this control plane writes; a test may put files there that have to go with it. */
    public Path folder() {
        return supervisor.folder();
    }

    /** Lets a client do everything. */
    public Path kubeconfig() {
        return folder().resolve("admin.kubeconfig");
    }

    /** The certificate that clients have to trust. */
    public Path caCertificate() {
        return commands.certificates().resolve("apiserver.crt");
    }

    /** The bearer token that may do everything. */
    public String adminToken() {
        return credentials.adminToken();
    }

    /** Makes a token for a ServiceAccount that exists. */
    public String tokenFor(String namespace, String serviceAccount) {
        return kubectl("create", "token", serviceAccount, "--namespace", namespace, "--duration", "24h")
                .output()
                .strip();
    }

    /**
     * Makes a ServiceAccount that may do this in its namespace, and lets a client act as it.
     *
     * @param rule in the words of a Role, as one line of YAML
     */
    public Path kubeconfigFor(String namespace, String serviceAccount, String rule) {
        kubectlReading("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: %2$s, namespace: %1$s}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: %2$s, namespace: %1$s}
                rules: [%3$s]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: %2$s, namespace: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %2$s}
                subjects: [{kind: ServiceAccount, name: %2$s, namespace: %1$s}]
                """.formatted(namespace, serviceAccount, rule), "apply", "--filename", "-")
                .output();
        return kubeconfigFor(namespace, serviceAccount);
    }

    /** Lets a client do what the ServiceAccount may, by default in the ServiceAccount's namespace. */
    public Path kubeconfigFor(String namespace, String serviceAccount) {
        try {
            var file = folder().resolve(namespace + "." + serviceAccount + ".kubeconfig");
            return Kubeconfig.write(file, url, caCertificate(), tokenFor(namespace, serviceAccount), namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the pinned kubectl, which may do everything. */
    public Kubectl.Result kubectl(String... arguments) {
        return kubectl.run(kubeconfig(), "", List.of(arguments));
    }

    /** Runs the pinned kubectl with something to read, as in {@code apply --filename -}. */
    public Kubectl.Result kubectlReading(String input, String... arguments) {
        return kubectl.run(kubeconfig(), input, List.of(arguments));
    }

    /** Runs the pinned kubectl in the name of another kubeconfig. */
    public Kubectl.Result kubectlAs(Path kubeconfig, String... arguments) {
        return kubectl.run(kubeconfig, "", List.of(arguments));
    }

    /** The requests the API server has answered, since it started or {@link #forgetRequests()}. */
    public AuditLog audit() {
        return new AuditLog(commands.auditLog(), auditStart);
    }

    /** Has {@link #audit()} tell only of what is written down later. */
    public void forgetRequests() {
        auditStart = audit().position();
    }

    /** The process that is the API server now. */
    public long apiServerPid() {
        return apiServer.pid();
    }

    /** Kills the API server: connections break, later ones are refused, the objects stay. */
    public void stopApiServer() {
        perform(apiServer::kill);
    }

    /** Starts the API server again at the same port, with the same certificate and objects, and waits until it is ready. */
    public void restartApiServer() {
        perform(() -> {
            apiServer.kill();
            apiServer.start();
        });
    }

    /** Makes the API server hang: it accepts and keeps connections and answers nothing. */
    public void pauseApiServer() {
        perform(() -> supervisor.pause(apiServer.pid()));
    }

    /** Ends {@link #pauseApiServer()}. */
    public void resumeApiServer() {
        perform(() -> supervisor.resume(apiServer.pid()));
    }

    /** Starts another API server on the same etcd, whose view of it can be held behind. */
    public LaggingApiServer lagging() {
        return FreePorts.start(this::lagOnce);
    }

    private LaggingApiServer lagOnce() throws IOException {
        var behind = EtcdProxy.inFrontOf(etcdUrl);
        try {
            var place = URI.create("https://127.0.0.1:" + FreePorts.three()[0]);
            var process = new Component(
                    supervisor,
                    "lagging-kube-apiserver",
                    commands.apiServer(behind.url(), place),
                    () -> Probes.apiServerServes(place, caCertificate(), adminToken()));
            process.start();
            return new LaggingApiServer(behind, process, place);
        } catch (IOException | RuntimeException e) {
            behind.close();
            throw e;
        }
    }

    /**
     * Starts what makes Deployments and Jobs come true: the controllers, the scheduler, and a node on which every pod is at
     * once what it should be, though nothing runs. Returns when the node is ready.
     *
     * @param stages what kwok is to make of nodes and pods
     */
    public void startNode(Path controllerManager, Path scheduler, Path kwok, String stages) {
        perform(() -> new FakeNode(this, supervisor, credentials).start(controllerManager, scheduler, kwok, stages));
    }

    /** Runs another program beside the API server, for as long as this control plane lasts; its log. */
    public Path run(String name, List<String> command) {
        perform(() -> supervisor.run(name, command));
        return supervisor.log(name);
    }

    /** Makes etcd hang: the API server can neither read nor write anything new. */
    public void pauseEtcd() {
        perform(() -> supervisor.pause(etcd.pid()));
    }

    /** Ends {@link #pauseEtcd()}. */
    public void resumeEtcd() {
        perform(() -> supervisor.resume(etcd.pid()));
    }

    /** Kills etcd: the API server lives on and can neither read nor write anything new; the objects stay. */
    public void stopEtcd() {
        perform(etcd::kill);
    }

    /** Starts etcd again at the same port with the same objects, and waits until both it and the API server serve. */
    public void restartEtcd() {
        perform(() -> {
            etcd.kill();
            etcd.start();
            apiServer.awaitReady();
        });
    }

    /** Ends the processes and removes the folder. */
    @Override
    public void close() {
        perform(supervisor::close);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void perform(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
