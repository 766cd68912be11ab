/**
 * What a pass tells: the status, the events and when to come back, from a decision that was made and what became of it.
 *
 * <p>{@link dev.twinmaker.syncjob.core.report.Rows} is the condition table, the only place where it stands. Everything here
 * is pure.
 */
@NullMarked
package dev.twinmaker.syncjob.core.report;

import org.jspecify.annotations.NullMarked;
