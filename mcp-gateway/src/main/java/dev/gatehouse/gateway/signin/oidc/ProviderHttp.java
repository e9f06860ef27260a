package dev.gatehouse.gateway.signin.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** An answer; its text may hold tokens. */
  record Got(int status, String text) {
    @Override
    public String toString() {
      return "Got[" + status + "]";
    }
  }

  Got get(URI address) throws IOException, InterruptedException {
    return sent(HttpRequest.newBuilder(address).GET());
  }

  Got post(URI address, Optional<String> authorization, Map<String, String> form)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return sent(request);
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Got sent(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.timeout(TIMEOUT).header("Accept", "application/json").build();
    AtomicReference<Got> got = new AtomicReference<>();
    AtomicReference<String> failure = new AtomicReference<>("too slow");
    Thread sender =
        Thread.ofVirtual()
            .name("provider")
            .start(
                () -> {
                  try {
                    HttpResponse<String> response =
                        http.send(
                            request, BodyHandlers.limiting(BodyHandlers.ofString(), BYTES_MAX));
                    got.set(new Got(response.statusCode(), response.body()));
                  } catch (IOException e) {
                    failure.set(e.getClass().getSimpleName());
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
    // The client's own timeout ends with the headers; the body could drip for ever.
    try {
      sender.join(TIMEOUT);
    } finally {
      sender.interrupt();
    }
    Got answer = got.get();
    if (answer == null) {
      throw new IOException("no answer from " + request.uri().getHost() + ": " + failure.get());
    }
    return answer;
  }
}
