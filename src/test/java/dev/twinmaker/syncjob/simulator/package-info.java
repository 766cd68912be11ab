/** What the simulator promises, shown with the real SDK where an operator would feel it and with plain HTTP elsewhere. */
@NullMarked
package dev.twinmaker.syncjob.simulator;

import org.jspecify.annotations.NullMarked;
