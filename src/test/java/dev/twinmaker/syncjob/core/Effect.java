package dev.twinmaker.syncjob.core;

import java.time.Instant;
import java.util.Map;

/**
 * A change that really happened.
 *
 * @param tagsBefore the tags that the job had, empty for a create
 */
record Effect(Operation operation, String callerUid, Map<String, String> tagsBefore, Instant at) {}
