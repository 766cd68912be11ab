package dev.twinmaker.syncjob.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Packs layers as an OCI image for Linux: one file, and the same as a folder. The same layers give the same bytes. */
final class ImageArchive {

    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
    private static final FilePermissions PLAIN = FilePermissions.fromOctalString("644");
    private static final FilePermissions OPEN_FOLDER = FilePermissions.fromOctalString("777");

    private final ImageFolder image;
    private final String version;
    private final Instant time;

    /** @param time that of the image and of each file in it */
    ImageArchive(ImageFolder image, String version, Instant time) {
        this.image = image;
        this.version = version;
        this.time = time;
    }

    /**
     * Writes both.
     *
     * @param architecture in the words of the image specification
     * @return the file
     */
    Path write(String architecture, Map<String, String> environment, Map<String, String> labels) throws IOException {
        Path file = image.archive(version, architecture);
        Path work = image.folder().resolve("work");
        JibContainerBuilder builder = Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .setPlatforms(Set.of(new Platform(architecture, "linux")))
                .setCreationTime(time)
                .setUser(ImageSettings.USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(ImageSettings.APPLICATION))
                .setEntrypoint(ImageSettings.entrypoint())
                .setEnvironment(environment)
                .setLabels(labels)
                .setExposedPorts(Set.of(Port.tcp(ImageSettings.PORT)));
        for (ImageFolder.Layer layer : image.layers()) {
            builder.addFileEntriesLayer(entries(layer));
        }
        try {
            builder.containerize(Containerizer.to(TarImage.at(file).named(ImageSettings.NAME + ":" + version))
                    .setBaseImageLayersCache(work)
                    .setApplicationLayersCache(work)
                    .setOfflineMode(true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the image was packed", e);
        } catch (InvalidImageReferenceException
                | CacheDirectoryCreationException
                | RegistryException
                | ExecutionException e) {
            throw new IOException(e.getMessage(), e);
        }
        ImageFolder.delete(work);
        unpack(file, image.layout());
        return file;
    }

    private FileEntriesLayer entries(ImageFolder.Layer layer) throws IOException {
        FileEntriesLayer.Builder entries = FileEntriesLayer.builder().setName(layer.name());
        for (Path path : layer.paths()) {
            String place = layer.place(path);
            if (!place.equals("/")) {
                entries.addEntry(path, AbsoluteUnixPath.get(place), permissions(path, place), time);
            }
        }
        return entries.build();
    }

    private static FilePermissions permissions(Path path, String place) {
        if (place.equals("/tmp")) {
            return OPEN_FOLDER;
        }
        return Files.isDirectory(path) || Files.isExecutable(path) ? PROGRAM : PLAIN;
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream bytes = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(bytes)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isDirectory()) {
                    Path target = folder.resolve(entry.getName());
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                }
            }
        }
    }
}
