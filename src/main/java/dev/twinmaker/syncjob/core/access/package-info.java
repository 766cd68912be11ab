/**
 * Who may act where, and as whom: from the accesses that admins have written to the grant of one object, and to what an
 * access says of itself.
 *
 * <p>{@link dev.twinmaker.syncjob.core.access.Accesses} is the way in. Everything here is pure; it sees the words of the
 * ports and the records of {@code api}.
 */
@NullMarked
package dev.twinmaker.syncjob.core.access;

import org.jspecify.annotations.NullMarked;
