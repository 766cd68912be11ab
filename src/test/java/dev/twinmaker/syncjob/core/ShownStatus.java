package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.report.Notice;
import java.util.ArrayList;
import java.util.List;

/** What a person reads of an object. */
abstract class ShownStatus {

    static final SyncJobStatus FRESH = new SyncJobStatus(
            -1L, null, null, null, null, null, null, List.of(), null, null, List.of(), List.of(), List.of());

    final List<Notice> notices = new ArrayList<>();

    SyncJobStatus status = FRESH;

    String ready() {
        return says(Condition.READY);
    }

    String synced() {
        return says(Condition.SYNCED);
    }

    /** {@code Reconciling <reason>}, {@code Stalled <reason>} or a dash. */
    String third() {
        return status.conditions().stream()
                .filter(c -> !c.type().equals(Condition.READY) && !c.type().equals(Condition.SYNCED))
                .map(c -> c.type() + " " + c.reason())
                .findFirst()
                .orElse("-");
    }

    Condition condition(String type) {
        return status.condition(type).orElseThrow();
    }

    List<String> told() {
        return notices.stream().map(Notice::reason).toList();
    }

    private String says(String type) {
        return status.condition(type).map(c -> c.status() + " " + c.reason()).orElse("-");
    }
}
