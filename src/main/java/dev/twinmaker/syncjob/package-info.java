/**
 * The front door: chooses between the operator, the simulator and the import, and gives the process its exit
 * code.
 *
 * <p>One SyncJob can be followed from here through five files: {@link dev.twinmaker.syncjob.operator.SyncJobReconciler}
 * takes the event, {@link dev.twinmaker.syncjob.core.Pass} makes one pass, its decider chooses one action,
 * {@link dev.twinmaker.syncjob.aws.TwinMakerSyncJobs} carries it out, and the reporter composes the status. The rooms:
 *
 * <ul>
 *   <li>{@code api} is what users type and read.
 *   <li>{@code core} thinks, and is pure.
 *   <li>{@code aws} speaks to AWS.
 *   <li>{@code operator} is the shell around the core, and puts the parts together.
 *   <li>{@code importer} prints manifests of jobs that exist; a program of its own.
 *   <li>{@code simulator} stands in for AWS, and sees no other room.
 * </ul>
 */
@NullMarked
package dev.twinmaker.syncjob;

import org.jspecify.annotations.NullMarked;
