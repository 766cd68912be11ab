package dev.twinmaker.syncjob.core.port;

import java.util.Map;
import java.util.Optional;

/**
 * A role to be assumed. Equal values share one session.
 *
 * @param arn of the role, with its account as the fifth part
 * @param externalId what the role's trust policy may ask for
 * @param session name of the session, 2 to 64 characters: CloudTrail shows it
 * @param tags of the session; a trust policy must allow sts:TagSession where there are any
 */
public record AssumedRole(String arn, Optional<String> externalId, String session, Map<String, String> tags) {

    /** The account that the role is of. */
    public String account() {
        return arn.split(":", 6)[4];
    }
}
