/** The front door: chooses between the operator and the simulator. */
@NullMarked
package dev.twinmaker.syncjob;

import org.jspecify.annotations.NullMarked;
