/**
 * Figures, not verdicts: {@code ./mvnw -Pbenchmark}. Each is printed beside its target and, where there is one, beside
 * the floor that was measured in the same run.
 */
package dev.twinmaker.syncjob.benchmark;
