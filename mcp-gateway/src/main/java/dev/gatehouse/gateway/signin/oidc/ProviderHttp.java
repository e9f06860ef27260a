package dev.gatehouse.gateway.signin.oidc;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.dial.Documents;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Asks the provider. Follows no redirects.
 *
 * <p>Guarantee: each answer ends within {@link #TIMEOUT}, and none is larger than {@link
 * #BYTES_MAX}. Thread-safe.
 */
final class ProviderHttp {
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int BYTES_MAX = 1 << 20;

  private static final Map<String, String> JSON = Map.of("Accept", "application/json");

  private final Documents documents;

  /** Asked for by what this opens. */
  ProviderHttp(Dialler dialler) {
    documents = new Documents(dialler, BYTES_MAX);
  }

  /** An answer; its text may hold tokens. */
  record Got(int status, String text) {
    @Override
    public String toString() {
      return "Got[" + status + "]";
    }
  }

  Got get(URI address) throws IOException, InterruptedException {
    return inTime(address, deadline -> documents.get(address, JSON, deadline));
  }

  Got post(URI address, Optional<String> authorization, Map<String, String> form)
      throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(JSON);
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    authorization.ifPresent(value -> headers.put("Authorization", value));
    return inTime(address, deadline -> documents.post(address, headers, encoded(form), deadline));
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** An exchange of a document. */
  private interface Exchange {
    Documents.Answer with(Deadline deadline) throws IOException;
  }

  private static Got inTime(URI address, Exchange exchange)
      throws IOException, InterruptedException {
    AtomicReference<Optional<Got>> got = new AtomicReference<>(Optional.empty());
    AtomicReference<String> failure = new AtomicReference<>("too slow");
    Deadline deadline = Deadline.after(TIMEOUT);
    Thread sender =
        Thread.ofVirtual()
            .name("provider")
            .start(
                () -> {
                  try {
                    Documents.Answer answer = exchange.with(deadline);
                    got.set(Optional.of(new Got(answer.status(), answer.body())));
                  } catch (IOException | RuntimeException e) {
                    // Its message could hold what was sent.
                    failure.set(e.getClass().getSimpleName());
                  }
                });
    // A name that is slow to resolve, or a handshake that drips, knows no deadline itself.
    try {
      sender.join(TIMEOUT);
    } finally {
      sender.interrupt();
    }
    return got.get()
        .orElseThrow(
            () -> new IOException("no answer from " + address.getHost() + ": " + failure.get()));
  }
}
