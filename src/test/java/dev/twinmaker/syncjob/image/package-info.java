/**
 * Builds the image without a container engine: {@code ./mvnw package -Pimage}.
 *
 * <p>The way in is {@link dev.twinmaker.syncjob.image.ImageBuild}. It lays the files of the image into {@code
 * target/image}: a Java runtime made by jlink, the parts of this machine's C library that it needs, and the packaged
 * operator. Then it runs that operator once against a control plane and the simulator, so that the JVM can write down
 * what it learnt, and packs all of it as an OCI image. {@code src/main/docker/Dockerfile} packs the same files with a
 * container engine.
 */
@NullMarked
package dev.twinmaker.syncjob.image;

import org.jspecify.annotations.NullMarked;
