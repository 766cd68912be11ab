package dev.twinmaker.syncjob.simulator;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed AssumeRole of a caller whose credentials are good.
 *
 * @param time of the simulated clock
 * @param callerAccount the account of the caller's credentials
 * @param callerArn the user or the session who called
 * @param externalId null if none was sent
 * @param tags the session tags that were sent
 * @param allowed whether a session was given out
 */
public record RoleAssumption(
        Instant time,
        String callerAccount,
        String callerArn,
        String roleArn,
        String sessionName,
        @Nullable String externalId,
        Map<String, String> tags,
        boolean allowed) {}
