package dev.gatehouse.conformance.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The messages of an event stream, one after the other. Confined to one thread. */
final class Events implements AutoCloseable {
  private static final String DATA = "data:";

  private final BufferedReader lines;

  Events(InputStream bytes) {
    lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
  }

  /** The next message; empty at the end. Events without one are passed over. */
  Optional<String> next() throws IOException {
    StringBuilder message = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(DATA)) {
        message.append(line.substring(DATA.length()).strip());
      } else if (line.isEmpty() && !message.isEmpty()) {
        return Optional.of(message.toString());
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
