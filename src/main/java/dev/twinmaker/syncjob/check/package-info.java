/**
 * The command that reads every stored object as this version does, before this version is put in charge of them.
 *
 * <p>An object that was stored under another schema, or while rules were off, can be one that a new version cannot read;
 * the operator reports it as {@code InvalidSpec} and does nothing for it. Whoever upgrades wants to know that before.
 * This room sees the API, the rules of the core and the Kubernetes client; it writes nothing.
 */
@NullMarked
package dev.twinmaker.syncjob.check;

import org.jspecify.annotations.NullMarked;
