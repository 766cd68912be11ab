/**
 * What users type and read: the {@code SyncJob} resource as records, and the closed set of reasons in its conditions.
 *
 * <p>The CRD is generated from these types, so a bound, a pattern or a rule is written here and nowhere else. Decoding
 * is lenient on purpose: an object that does not fit arrives as an empty one instead of an exception, since one object
 * that cannot be decoded ends the watch for all of them. This room sees the JDK, Jackson and the annotations of the
 * Kubernetes client, and no other room.
 */
@NullMarked
package dev.twinmaker.syncjob.api;

import org.jspecify.annotations.NullMarked;
