package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.core.Change;
import org.jboss.logging.Logger;

/** The log of what was changed in AWS: one line each, in one form, at INFO. */
final class AwsChanges {

    private static final Logger LOG = Logger.getLogger("dev.twinmaker.syncjob.changes");

    private AwsChanges() {}

    /**
     * @param object namespace and name, with a slash between them
     */
    static void log(String object, Change change) {
        LOG.infof(
                "action=%s syncjob=%s reason=%s requestId=%s",
                change.operation(), object, change.reason(), change.requestId());
    }
}
