package dev.twinmaker.syncjob.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What the API server knows its clients by, made anew for each control plane.
 *
 * @param adminToken lets its bearer do everything
 * @param tokenFile says so to the API server
 * @param signingKey signs the tokens of ServiceAccounts
 * @param checkingKey checks them
 */
record Credentials(String adminToken, Path tokenFile, Path signingKey, Path checkingKey) {

    static Credentials in(Path folder) throws IOException {
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        var token = HexFormat.of().formatHex(random);
        var tokenFile = Files.writeString(folder.resolve("tokens.csv"), token + ",admin,admin,system:masters\n");
        var keys = keyPair();
        return new Credentials(
                token,
                tokenFile,
                writePem(folder.resolve("service-accounts.key"), "PRIVATE KEY", keys.getPrivate()),
                writePem(folder.resolve("service-accounts.pub"), "PUBLIC KEY", keys.getPublic()));
    }

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path writePem(Path file, String kind, Key key) throws IOException {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        var text = "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, lines.encodeToString(key.getEncoded()), kind);
        return Files.writeString(file, text);
    }
}
