package dev.gatehouse.gateway.identity;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.dial.Documents;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Small JSON documents of an issuer. Follows no redirects. Thread-safe.
 *
 * <p>Guarantee: each ends within {@link #TIMEOUT}, however slowly its body drips; none is larger
 * than {@link #BYTES_MAX}.
 */
final class RemoteJson {
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** A key set of hundreds of keys; more than that is not read. */
  private static final int BYTES_MAX = 1 << 20;

  private static final Map<String, String> JSON = Map.of("Accept", "application/json");

  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private final Documents documents;

  /** Asked for by what this opens. */
  RemoteJson(Dialler dialler) {
    documents = new Documents(dialler, BYTES_MAX);
  }

  /** The text at this address. */
  String text(URI address) throws IOException, InterruptedException {
    return inTime(address, deadline -> documents.get(address, JSON, deadline));
  }

  /** The object at this address. */
  JsonObject object(URI address) throws IOException, InterruptedException {
    return read(text(address));
  }

  /** The object that a form gets for an answer. */
  JsonObject posted(URI address, String user, String password, Map<String, String> form)
      throws IOException, InterruptedException {
    String basic = encoded(user) + ":" + encoded(password);
    String body =
        form.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    Map<String, String> headers = new LinkedHashMap<>(JSON);
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.US_ASCII)));
    return read(inTime(address, deadline -> documents.post(address, headers, body, deadline)));
  }

  /** An exchange of a document. */
  private interface Exchange {
    Documents.Answer with(Deadline deadline) throws IOException;
  }

  private static String inTime(URI address, Exchange exchange)
      throws IOException, InterruptedException {
    if (!"https".equalsIgnoreCase(address.getScheme()) && !isHere(address)) {
      throw new IOException("neither https nor on this machine: " + address);
    }
    AtomicReference<Optional<Documents.Answer>> answer = new AtomicReference<>(Optional.empty());
    AtomicReference<IOException> failure = new AtomicReference<>(new IOException("too slow"));
    Deadline deadline = Deadline.after(TIMEOUT);
    Thread asking =
        Thread.ofVirtual()
            .name("issuer")
            .start(
                () -> {
                  try {
                    answer.set(Optional.of(exchange.with(deadline)));
                  } catch (IOException e) {
                    failure.set(e);
                  } catch (RuntimeException e) {
                    failure.set(new IOException("cannot be asked", e));
                  }
                });
    // A name that is slow to resolve, or a handshake that drips, knows no deadline itself.
    try {
      if (!asking.join(TIMEOUT)) {
        throw new IOException("no answer from " + address + " in time");
      }
    } finally {
      asking.interrupt();
    }
    if (answer.get().isEmpty()) {
      throw failure.get();
    }
    if (answer.get().get().status() != 200) {
      throw new IOException("status " + answer.get().get().status() + " from " + address);
    }
    return answer.get().get().body();
  }

  private static boolean isHere(URI address) {
    String host = String.valueOf(address.getHost()).replaceAll("^\\[|]$", "");
    try {
      return "http".equalsIgnoreCase(address.getScheme())
          && (host.equalsIgnoreCase("localhost")
              || InetAddress.ofLiteral(host).isLoopbackAddress());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static JsonObject read(String text) throws IOException {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    } catch (JsonException | ClassCastException e) {
      throw new IOException("no JSON object", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
