package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.Fault;
import dev.twinmaker.syncjob.core.Faults;
import dev.twinmaker.syncjob.core.Operation;
import dev.twinmaker.syncjob.core.SentCalls;
import dev.twinmaker.syncjob.core.SettableClock;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.core.port.Tally;
import dev.twinmaker.syncjob.simulator.FaultAction;
import dev.twinmaker.syncjob.simulator.FaultMatch;
import dev.twinmaker.syncjob.simulator.Simulator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The adapter before a simulator that spoils the one call it is asked to spoil, and a record of what was sent. */
final class FaultyCalls implements SyncJobs {

    private final SyncJobs adapter;
    private final Faults faults;
    private final Simulator simulator;
    private final SettableClock clock;
    private final BiConsumer<String, Map<String, String>> lateCreate;
    private final SentCalls sent = new SentCalls();

    /**
     * @param lateCreate carries out a create whose caller has given up
     */
    FaultyCalls(
            SyncJobs adapter,
            Faults faults,
            Simulator simulator,
            SettableClock clock,
            BiConsumer<String, Map<String, String>> lateCreate) {
        this.adapter = adapter;
        this.faults = faults;
        this.simulator = simulator;
        this.clock = clock;
        this.lateCreate = lateCreate;
    }

    SentCalls sent() {
        return sent;
    }

    @Override
    public Observation look(Identity identity, boolean withTags, Caller caller) {
        return spoilt(Operation.LOOK, () -> adapter.look(identity, withTags, caller));
    }

    @Override
    public Tally tally(Identity identity, Caller caller) {
        return spoilt(Operation.TALLY, () -> adapter.tally(identity, caller));
    }

    @Override
    public Outcome create(Identity identity, String roleArn, Map<String, String> tags, Caller caller) {
        Fault fault = faults.of(Operation.CREATE);
        Outcome outcome = struck(Operation.CREATE, fault, () -> adapter.create(identity, roleArn, tags, caller));
        if (wasSent(outcome)) {
            sent.create(identity, roleArn, tags);
            if (fault instanceof Fault.Late delayed) {
                clock.in(delayed.delay(), () -> late(roleArn, tags));
            }
        }
        return outcome;
    }

    @Override
    public Outcome tag(Identity identity, Job job, Map<String, String> tags, Caller caller) {
        Outcome outcome = spoilt(Operation.TAG, () -> adapter.tag(identity, job, tags, caller));
        return recorded(outcome, () -> sent.tag(job, tags));
    }

    @Override
    public Outcome untag(Identity identity, Job job, Set<String> keys, Caller caller) {
        Outcome outcome = spoilt(Operation.UNTAG, () -> adapter.untag(identity, job, keys, caller));
        return recorded(outcome, () -> sent.untag(job, keys));
    }

    @Override
    public Outcome delete(Identity identity, Job job, Caller caller) {
        Outcome outcome = spoilt(Operation.DELETE, () -> adapter.delete(identity, job, caller));
        return recorded(outcome, () -> sent.delete(identity, job));
    }

    /** Carried out where no job is in the way by then. */
    private void late(String roleArn, Map<String, String> tags) {
        if (simulator.world().job(SimulatedAws.KEY).isEmpty()) {
            lateCreate.accept(roleArn, tags);
        }
    }

    private static Outcome recorded(Outcome outcome, Runnable record) {
        if (wasSent(outcome)) {
            record.run();
        }
        return outcome;
    }

    private static boolean wasSent(Outcome outcome) {
        return !(outcome instanceof Outcome.NotNow)
                && !(outcome instanceof Outcome.Rejected rejected
                        && rejected.failure().kind() == Failure.Kind.OTHER_ACCOUNT);
    }

    private <T> T spoilt(Operation operation, Supplier<T> call) {
        return struck(operation, faults.of(operation), call);
    }

    private <T> T struck(Operation operation, @Nullable Fault fault, Supplier<T> call) {
        if (fault != null) {
            simulator.faults().once(FaultMatch.of(wire(operation)), action(fault));
        }
        try {
            return call.get();
        } finally {
            simulator.faults().clear();
        }
    }

    private static dev.twinmaker.syncjob.simulator.Operation wire(Operation operation) {
        return switch (operation) {
            case LOOK -> dev.twinmaker.syncjob.simulator.Operation.GET_SYNC_JOB;
            case TALLY -> dev.twinmaker.syncjob.simulator.Operation.LIST_SYNC_RESOURCES;
            case CREATE -> dev.twinmaker.syncjob.simulator.Operation.CREATE_SYNC_JOB;
            case TAG -> dev.twinmaker.syncjob.simulator.Operation.TAG_RESOURCE;
            case UNTAG -> dev.twinmaker.syncjob.simulator.Operation.UNTAG_RESOURCE;
            case DELETE -> dev.twinmaker.syncjob.simulator.Operation.DELETE_SYNC_JOB;
        };
    }

    private static FaultAction action(Fault fault) {
        if (fault instanceof Fault.Before before) {
            return refusal(before.failure().kind());
        }
        if (fault instanceof Fault.After after) {
            return after.failure().effect() == Failure.Effect.UNDER_WAY
                    ? new FaultAction.Cut(FaultAction.Moment.AFTER_EFFECT, FaultAction.Kind.RST)
                    : FaultAction.Answer.error(500, "InternalServerException").afterTheEffect();
        }
        if (fault instanceof Fault.Busy busy) {
            return throttled().header("Retry-After", Long.toString(busy.delay().toSeconds()));
        }
        return fault instanceof Fault.Late
                ? new FaultAction.Cut(FaultAction.Moment.AFTER_READING, FaultAction.Kind.RST)
                : refusal(Failure.Kind.NOT_FOUND);
    }

    private static FaultAction.Answer throttled() {
        return FaultAction.Answer.error(429, "ThrottlingException");
    }

    private static FaultAction refusal(Failure.Kind kind) {
        return switch (kind) {
            case THROTTLED -> throttled();
            case UNAVAILABLE -> FaultAction.Answer.error(503, "ServiceUnavailableException");
            case NO_CREDENTIALS -> FaultAction.Answer.error(403, "ExpiredTokenException");
            case DENIED -> FaultAction.Answer.error(403, "AccessDeniedException");
            case OTHER_ACCOUNT -> FaultAction.Answer.html(403);
            case INVALID -> FaultAction.Answer.error(400, "ValidationException");
            case QUOTA -> FaultAction.Answer.error(402, "ServiceQuotaExceededException");
            case CONFLICT -> FaultAction.Answer.error(409, "ConflictException");
            case NOT_FOUND -> FaultAction.Answer.error(404, "ResourceNotFoundException");
            case UNKNOWN -> FaultAction.Answer.error(418, "TeapotException");
        };
    }
}
