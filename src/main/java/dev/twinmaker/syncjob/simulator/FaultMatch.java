package dev.twinmaker.syncjob.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a fault rule is for. Members that are null match everything.
 *
 * @param workspaceId the workspace in the path or, for GetSyncJob, in the query
 * @param region the region that the request is signed for, which the tag operations name too
 * @param account the account of the credentials or, for AssumeRole, of the role
 * @param nthCall only the call with this number, from 1, among those the members before and after match
 * @param attempt only this attempt of an SDK's call
 * @param probability the share of requests to pick at random, from 0 to 1
 * @param from the moment of the simulated clock from which the rule is in force
 * @param until the moment from which it is no longer
 */
public record FaultMatch(
        @Nullable Operation operation,
        @Nullable String workspaceId,
        @Nullable String region,
        @Nullable String account,
        @Nullable Integer nthCall,
        @Nullable Integer attempt,
        @Nullable String invocationId,
        @Nullable Double probability,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** Every request. */
    public static FaultMatch any() {
        return new FaultMatch(null, null, null, null, null, null, null, null, null, null);
    }

    /** Every request of an operation. */
    public static FaultMatch of(Operation operation) {
        return new FaultMatch(operation, null, null, null, null, null, null, null, null, null);
    }

    /** Of these, only those about one workspace. */
    public FaultMatch onWorkspace(String id) {
        return new FaultMatch(operation, id, region, account, nthCall, attempt, invocationId, probability, from, until);
    }

    /** Of these, only those to one region. */
    public FaultMatch inRegion(String name) {
        return new FaultMatch(
                operation, workspaceId, name, account, nthCall, attempt, invocationId, probability, from, until);
    }

    /** Of these, only those with credentials of one account; of AssumeRole, only those for a role of it. */
    public FaultMatch inAccount(String id) {
        return new FaultMatch(
                operation, workspaceId, region, id, nthCall, attempt, invocationId, probability, from, until);
    }

    /** Of these, only the n-th, counted from 1 since the rule was added. */
    public FaultMatch onCall(int n) {
        return new FaultMatch(
                operation, workspaceId, region, account, n, attempt, invocationId, probability, from, until);
    }

    /** Of these, only one attempt of each call. */
    public FaultMatch onAttempt(int number) {
        return new FaultMatch(
                operation, workspaceId, region, account, nthCall, number, invocationId, probability, from, until);
    }

    /** Of these, only those of one call of an SDK. */
    public FaultMatch ofInvocation(String id) {
        return new FaultMatch(operation, workspaceId, region, account, nthCall, attempt, id, probability, from, until);
    }

    /** Of these, a random share. */
    public FaultMatch withProbability(double share) {
        return new FaultMatch(
                operation, workspaceId, region, account, nthCall, attempt, invocationId, share, from, until);
    }

    /** Of these, only those in a span of simulated time, its end excluded. */
    public FaultMatch between(Instant begin, Instant end) {
        return new FaultMatch(
                operation, workspaceId, region, account, nthCall, attempt, invocationId, probability, begin, end);
    }

    /** Whether all members match but the number of the call and the probability, which need memory. */
    boolean covers(Call call, String accountOfCall, Instant now) {
        return (operation == null || call.asksFor(operation))
                && (workspaceId == null || workspaceId.equals(call.workspaceId()))
                && (region == null || region.equals(call.region()))
                && (account == null || account.equals(accountOfCall))
                && (attempt == null || attempt == call.attempt())
                && (invocationId == null || invocationId.equals(call.invocationId()))
                && (from == null || !now.isBefore(from))
                && (until == null || now.isBefore(until));
    }
}
