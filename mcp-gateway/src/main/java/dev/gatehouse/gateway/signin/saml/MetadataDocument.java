package dev.gatehouse.gateway.signin.saml;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The octets of a provider's metadata, from a file or an address. */
final class MetadataDocument {
  /** One provider's has a few KB. What whole federations publish is not read. */
  private static final int BYTES_MAX = 1 << 20;

  private MetadataDocument() {}

  /** Whoever calls this sees to a deadline over all of it: a body may drip for ever. */
  static byte[] read(SamlSettings.MetadataSource source, Duration timeout)
      throws IOException, InterruptedException {
    return switch (source) {
      case SamlSettings.MetadataSource.File(Path path) -> ofFile(path);
      case SamlSettings.MetadataSource.Address(URI uri) -> ofAddress(uri, timeout);
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

  private static byte[] ofAddress(URI uri, Duration timeout)
      throws IOException, InterruptedException {
    try (HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(timeout)
              .header("Accept", "application/samlmetadata+xml, application/xml, text/xml")
              .build();
      HttpResponse<byte[]> response =
          http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX));
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    }
  }
}
