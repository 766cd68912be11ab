/**
 * AWS IoT TwinMaker behind the port of the core: the only room that knows the AWS SDK.
 *
 * <p>It turns whatever the SDK returns or throws into observations, outcomes and failures, by one table, and never
 * throws for what AWS said. It makes each call once: retry lives in the core's requeue and nowhere else. It sees the
 * core and the SDK, and neither the operator framework nor the Kubernetes client.
 */
@NullMarked
package dev.twinmaker.syncjob.aws;

import org.jspecify.annotations.NullMarked;
