package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token in a file that somebody else keeps up to date. Looked at before each request; while it
 * cannot be read, what was read last is used. Thread-safe.
 */
final class FileToken implements Authorization {
  private record Known(Credential credential, FileTime changed, long bytes) {}

  private final Path file;
  private final Trouble trouble;
  private volatile @Nullable Known known;

  FileToken(String upstream, Path file) {
    this.file = file;
    this.trouble = new Trouble(upstream);
  }

  @Override
  public Credential credential(Conversation conversation, Deadline deadline)
      throws UpstreamException {
    Known before = known;
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      boolean isSame =
          before != null
              && before.changed().equals(now.lastModifiedTime())
              && before.bytes() == now.size();
      return isSame && before != null ? before.credential() : read(now);
    } catch (IOException _) {
      if (before != null) {
        return before.credential();
      }
      throw trouble.away("has no credential: its file holds no token that can be read");
    }
  }

  @Override
  public Optional<Credential> refused(
      Conversation conversation, Credential shown, Refusal refusal, Deadline deadline)
      throws UpstreamException {
    // A change within one tick of the file system's clock is not seen by its time.
    known = null;
    Credential now = credential(conversation, deadline);
    return refusal.status() == 401 && !now.equals(shown) ? Optional.of(now) : Optional.empty();
  }

  private Credential read(BasicFileAttributes attributes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Token.CHARS_MAX + 2);
      String text = new String(bytes, StandardCharsets.UTF_8).strip();
      if (!Token.isToken(text)) {
        throw new IOException("no token");
      }
      Credential credential = Credential.bearer(text);
      known = new Known(credential, attributes.lastModifiedTime(), attributes.size());
      return credential;
    }
  }
}
