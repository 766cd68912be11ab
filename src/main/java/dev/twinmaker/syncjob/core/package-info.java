/**
 * The thinking of the operator: observe, decide, act, report, as pure functions over values.
 *
 * <p>One pass over one object is {@link dev.twinmaker.syncjob.core.Pass}: it looks at the job through
 * {@link dev.twinmaker.syncjob.core.port.SyncJobs}, lets {@link dev.twinmaker.syncjob.core.decision.Decider} choose at most one
 * action, carries it out, and lets {@link dev.twinmaker.syncjob.core.report.Reporter} say what the user reads and when to look
 * again. This room knows no clock, no randomness, no framework, no Kubernetes client and no AWS SDK; what it needs of
 * the world comes in through its two ports. It sees the JDK and the records of {@code api}.
 */
@NullMarked
package dev.twinmaker.syncjob.core;

import org.jspecify.annotations.NullMarked;
