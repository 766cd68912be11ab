package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grant;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Principal;
import java.util.Map;
import java.util.Optional;

/** What admins grant to the one object that a test is about, as the watch shows it and as the API server says it. */
final class Granted implements Grants {

    static final String OTHER_ACCOUNT = "999999999999";

    private Grant shown;
    private Grant live;

    int asked;

    private Granted(Grant grant) {
        this.shown = grant;
        this.live = grant;
    }

    static Granted always(Grant grant) {
        return new Granted(grant);
    }

    static Grant.Allowed to(String account) {
        return new Grant.Allowed("plant", principal(account, "operator"));
    }

    static Principal principal(String account, String role) {
        AssumedRole assumed = new AssumedRole(
                "arn:aws:iam::" + account + ":role/" + role, Optional.empty(), "syncjob-operator-plant", Map.of());
        return new Principal(Optional.of(assumed), Optional.empty(), Optional.empty());
    }

    static Grant notGranted() {
        return new Grant.Refused(
                Grant.Cause.NOT_GRANTED,
                "AwsAccess plant does not allow workspace factory. Change the spec, or ask an admin to extend the access.");
    }

    static Grant ambiguous() {
        return new Grant.Refused(
                Grant.Cause.AMBIGUOUS,
                "AwsAccesses barn, plant are all for namespace plant, and only one may be. An admin must take the"
                        + " namespace out of the others.");
    }

    /** The admins change it, and the watch shows that. */
    void now(Grant grant) {
        shown = grant;
        live = grant;
    }

    /** The admins change it, and the watch is behind. */
    void behindTheWatch(Grant grant) {
        live = grant;
    }

    @Override
    public Grant of(Desired desired) {
        return shown;
    }

    @Override
    public Grant live(Desired desired) {
        asked++;
        return live;
    }
}
