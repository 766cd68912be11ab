/**
 * What users bring to the operator, in its real form: the image in a container, Helm 3 and 4, Argo CD's health engine, Flux,
 * kstatus, and the tools that look manifests over. They need programs that take minutes to build once, so these tests run with
 * {@code ./mvnw verify -Pecosystem} only.
 */
@NullMarked
package dev.twinmaker.syncjob.ecosystem;

import org.jspecify.annotations.NullMarked;
