/**
 * What a pass decides: from what is wanted, what is remembered and what was seen to the one action that follows.
 *
 * <p>{@link dev.twinmaker.syncjob.core.decision.Decider} is the way in, and
 * {@link dev.twinmaker.syncjob.core.decision.Wall} has the last word. Everything here is pure, and nothing here knows how a
 * decision is told to a user.
 */
@NullMarked
package dev.twinmaker.syncjob.core.decision;

import org.jspecify.annotations.NullMarked;
