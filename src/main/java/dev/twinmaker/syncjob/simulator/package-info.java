/**
 * A stand-in for AWS IoT TwinMaker that speaks its wire protocol over HTTP.
 *
 * <p>No public emulator serves the sync-job API, and a real account cannot be told to lose a response or to keep a job
 * in DELETING for an hour. This room can: it holds workspaces and sync jobs in memory, moves them through their states
 * on a clock the caller controls, and breaks its answers on request. Where the service is undocumented, each plausible
 * behaviour is a knob. On the same port it answers {@code GetCallerIdentity} of AWS STS, with the account of the
 * access key, and {@code AssumeRole}, whose keys are of the account of the role from then on. To a caller policies of IAM
 * can be attached, and then it may do what they allow on each resource that a call touches.
 *
 * <p>The room sees the JDK, Vert.x with the Netty channel under it, and Jackson. It sees no other room of this project
 * and no AWS SDK, so that it cannot share a misunderstanding with the code it is used to test.
 */
@NullMarked
package dev.twinmaker.syncjob.simulator;

import org.jspecify.annotations.NullMarked;
