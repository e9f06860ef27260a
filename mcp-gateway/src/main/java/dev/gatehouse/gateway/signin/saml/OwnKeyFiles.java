package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/**
 * Where our key lies between starts: providers know its certificate, so it must stay the same.
 *
 * <p>Shape: PEM, {@code PRIVATE KEY} (PKCS #8) and {@code CERTIFICATE}, in one file of ours or in
 * two that somebody else made. Guarantee: a file of ours is there whole or not at all, for its
 * owner only, and durable before its certificate is shown to anybody. One process at a time uses
 * the directory.
 */
final class OwnKeyFiles {
  private static final int BYTES_MAX = 64 << 10;

  private OwnKeyFiles() {}

  static OwnKey open(SamlSettings settings, Instant now) throws SamlKeyException {
    return switch (settings.keys()) {
      case SamlSettings.Keys.Made(Path file) -> {
        if (!Files.exists(file)) {
          write(file, PemText.of(OwnKeyMaker.make(settings.entityId(), now)));
        }
        yield read(file, file);
      }
      case SamlSettings.Keys.Pem(Path key, Path certificate) -> read(key, certificate);
    };
  }

  private static OwnKey read(Path keyFile, Path certificateFile) throws SamlKeyException {
    OwnKey key =
        new OwnKey(
            PemText.privateKey(keyFile, text(keyFile)),
            PemText.certificate(certificateFile, text(certificateFile)));
    if (!key.isPair()) {
      throw new SamlKeyException(
          certificateFile, "expected the certificate of the key in " + keyFile);
    }
    return key;
  }

  private static String text(Path file) throws SamlKeyException {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new SamlKeyException(file, "is larger than any key, expected PEM");
      }
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new SamlKeyException(file, "cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private static void write(Path file, String pem) throws SamlKeyException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      Set<StandardOpenOption> fresh =
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel channel = FileChannel.open(draft, fresh, ownerOnly(file))) {
        ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      // If we crash here there is no key yet, and nobody has seen this one's certificate.
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      Path directory = file.toAbsolutePath().getParent();
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw new SamlKeyException(file, "cannot be written: " + e.getClass().getSimpleName(), e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path near) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
