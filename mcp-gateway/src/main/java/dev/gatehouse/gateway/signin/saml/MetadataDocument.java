package dev.gatehouse.gateway.signin.saml;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.dial.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The octets of a provider's metadata, from a file or an address. */
final class MetadataDocument {
  /** One provider's has a few KB. What whole federations publish is not read. */
  private static final int BYTES_MAX = 1 << 20;

  private MetadataDocument() {}

  /** Whoever calls this sees to a deadline over all of it: a body may drip for ever. */
  static byte[] read(SamlSettings.MetadataSource source, Dialler dialler, Deadline deadline)
      throws IOException {
    return switch (source) {
      case SamlSettings.MetadataSource.File(Path path) -> ofFile(path);
      case SamlSettings.MetadataSource.Address(URI uri) -> ofAddress(uri, dialler, deadline);
    };
  }

  private static byte[] ofFile(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException("more than " + BYTES_MAX + " bytes");
      }
      return bytes;
    }
  }

  private static byte[] ofAddress(URI uri, Dialler dialler, Deadline deadline) throws IOException {
    Documents.Answer answer =
        new Documents(dialler.naming(uri), BYTES_MAX)
            .get(
                uri,
                Map.of("Accept", "application/samlmetadata+xml, application/xml, text/xml"),
                deadline);
    if (answer.status() != 200) {
      throw new IOException("status " + answer.status());
    }
    return answer.body().getBytes(StandardCharsets.UTF_8);
  }
}
