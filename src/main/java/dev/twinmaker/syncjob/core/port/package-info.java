/**
 * What the core says to the world and hears from it: the ports, and the values that travel through them.
 *
 * <p>An adapter sees these words and nothing else of the core. They see nothing but each other, and the few words of the
 * API that users chose.
 */
@NullMarked
package dev.twinmaker.syncjob.core.port;

import org.jspecify.annotations.NullMarked;
