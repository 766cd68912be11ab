package dev.twinmaker.syncjob.simulator;

import java.time.Instant;
import java.util.Map;

/** A live job as it truly is at the moment of asking, whatever readers of the API are shown. */
public record JobView(
        JobKey key,
        String arn,
        String role,
        JobStatus status,
        Map<String, String> tags,
        Instant created,
        int resources) {}
