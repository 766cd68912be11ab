/** The local run, {@code ./mvnw -Plocal}: the main job on this machine, to be watched and played with. */
package dev.twinmaker.syncjob.local;
