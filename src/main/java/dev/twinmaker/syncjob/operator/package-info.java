/**
 * The shell around the core: what turns events of the API server into passes, and reports into writes.
 *
 * <p>Everything that the framework does badly beside other writers is done here in one place each: the finalizer and
 * the status ({@link dev.twinmaker.syncjob.operator.ObjectWriter}), what wakes an object
 * ({@link dev.twinmaker.syncjob.operator.WakeFilter}), who leads ({@link dev.twinmaker.syncjob.operator.Leadership}).
 * This room sees the core, the api, the operator framework and the Kubernetes client; of {@code aws} only the wiring
 * sees the adapter, and nobody sees a type of the AWS SDK or the simulator.
 */
@NullMarked
package dev.twinmaker.syncjob.operator;

import org.jspecify.annotations.NullMarked;
