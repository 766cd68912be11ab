/**
 * The operator among the tools that users put around it: {@code ./mvnw verify -Pecosystem}.
 *
 * <p>These tests need programs that the other tests do not, take longer, and are no part of a plain {@code verify}. Their
 * classes are named {@code …EcosystemIT}.
 */
@NullMarked
package dev.twinmaker.syncjob.ecosystem;

import org.jspecify.annotations.NullMarked;
