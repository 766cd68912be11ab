package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import dev.twinmaker.syncjob.core.report.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a pass comes to.
 *
 * @param status the whole status to stand on the object; equal to the previous one where nothing visible changed
 * @param release whether the finalizer may go
 * @param outdated whether the object is not what this pass began with, so that nothing may be written
 * @param abandoned as whom a create of this pass may have made a job that no object asks for any more, so that
 *     {@link TakeBack} has to see to it; empty where none did
 * @param next how long to wait before the next look, unless something happens before
 * @param memory what to remember
 */
public record Report(
        SyncJobStatus status,
        boolean release,
        boolean outdated,
        List<Notice> notices,
        List<Change> changes,
        Optional<SyncJobs.Caller> abandoned,
        Duration next,
        Memory memory) {}
