package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJobStatus;

/** What generic tools read of a custom resource: the rules of kstatus in their order, first hit wins. */
enum Kstatus {
    Terminating,
    InProgress,
    Failed,
    Current;

    static Kstatus of(SyncJobStatus status, long generation, boolean deleting) {
        if (deleting) {
            return Terminating;
        }
        Long observed = status.observedGeneration();
        if (observed != null && observed != generation) {
            return InProgress;
        }
        for (Condition condition : status.conditions()) {
            if (Condition.RECONCILING.equals(condition.type()) && condition.holds()) {
                return InProgress;
            }
            if (Condition.STALLED.equals(condition.type()) && condition.holds()) {
                return Failed;
            }
        }
        return status.condition(Condition.READY)
                .map(ready -> ready.holds() ? Current : InProgress)
                .orElse(Current);
    }
}
