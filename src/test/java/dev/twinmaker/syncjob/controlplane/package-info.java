/**
 * A real Kubernetes control plane for the integration tests and the local run.
 *
 * <p>What matters about this operator is how it behaves against an API server: server-side schema, CEL, conflicts, watch
 * bookmarks, RBAC. A mock answers none of that truthfully, so the tests run etcd and kube-apiserver themselves. There is
 * no kubelet, no scheduler and no controller manager: nothing runs in the cluster, nothing collects
 * garbage, a deleted namespace stays terminating, and aggregated ClusterRoles such as {@code view} hold no rules.
 *
 * <p>The way in is {@link dev.twinmaker.syncjob.controlplane.ControlPlane#start()}. Three promises hold:
 *
 * <ul>
 *   <li><b>One known release.</b> {@code src/kubernetes/go.mod} pins it; {@link
 *       dev.twinmaker.syncjob.controlplane.Binaries} builds it once into a cache of the user, or downloads it.
 *   <li><b>Loopback only.</b> No port can be reached from outside the machine.
 *   <li><b>Nothing is left behind.</b> A small shell supervisor holds both processes and the folder; when this JVM goes,
 *       however it goes, the supervisor's input ends and it removes all of it.
 * </ul>
 *
 * <p>{@link dev.twinmaker.syncjob.controlplane.ApiServerProxy} stands between a client and the API server where a test
 * needs a fault at an exact request: held, dropped after its effect, answered with an error, a watch cut. {@link
 * dev.twinmaker.syncjob.controlplane.LaggingApiServer} is a second API server that shows an old world.
 */
@NullMarked
package dev.twinmaker.syncjob.controlplane;

import org.jspecify.annotations.NullMarked;
