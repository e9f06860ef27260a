package dev.gatehouse.gateway.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policy files as they lie there.
 *
 * <p>Looked at by their content: times and sizes lie on network mounts, and tell nothing of a
 * symbolic link that leads elsewhere now. They are small enough.
 */
public final class PolicyFiles {
  /** More is no policy file; reading it refuses it. */
  private static final int BYTES_MAX = 2 << 20;

  private final List<Path> files;

  /** These files, in their order. */
  public PolicyFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** Names what the files hold now: the same text as long as none of them changes. */
  public String fingerprint() {
    MessageDigest all = sha256();
    for (Path file : files) {
      all.update(HexFormat.of().formatHex(content(file)).getBytes(StandardCharsets.US_ASCII));
    }
    return HexFormat.of().formatHex(all.digest());
  }

  /** Where a change can be seen: the folders of the files, and of what links lead to. */
  Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>();
    for (Path file : files) {
      folder(file.toAbsolutePath()).ifPresent(folders::add);
      try {
        folder(file.toRealPath()).ifPresent(folders::add);
      } catch (IOException _) {
        // It is not there, and may come.
      }
    }
    return folders;
  }

  private static Optional<Path> folder(Path file) {
    return Optional.ofNullable(file.getParent()).filter(Files::isDirectory);
  }

  private static byte[] content(Path file) {
    MessageDigest digest = sha256();
    // A pipe gives its text once.
    if (!Files.isRegularFile(file)) {
      return digest.digest();
    }
    try (InputStream in = Files.newInputStream(file)) {
      digest.update(in.readNBytes(BYTES_MAX));
      return digest.digest();
    } catch (IOException e) {
      return digest.digest(e.getClass().getName().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
