package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Deadline;
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
 * Small answers of authorization servers. Follows no redirects, because credentials would go along.
 * Thread-safe.
 *
 * <p>Guarantee: each ends within {@link #TIME_MAX}, however slowly its body drips; none is larger
 * than {@link #BYTES_MAX}.
 */
final class SmallHttp {
  private static final Duration TIME_MAX = Duration.ofSeconds(5);

  /** Metadata of some KiB, or a token. */
  private static final int BYTES_MAX = 256 << 10;

  /** An answer, which may hold a token. */
  record Answer(int status, String text) {
    /** The status only. */
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIME_MAX)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** What is at this address. */
  Answer get(URI address, Deadline deadline) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address).GET(), deadline);
  }

  /**
   * What a form is answered with.
   *
   * @param authorization the header of that name
   */
  Answer post(
      URI address, Optional<String> authorization, Map<String, String> form, Deadline deadline)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return send(request, deadline);
  }

  /** As forms have it. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer send(HttpRequest.Builder request, Deadline deadline)
      throws IOException, InterruptedException {
    Deadline end = deadline.orAfter(TIME_MAX);
    HttpRequest sent =
        request
            .timeout(end.remaining().plusMillis(1))
            .header("Accept", "application/json")
            .header("User-Agent", "gatehouse")
            .build();
    AtomicReference<Answer> answer = new AtomicReference<>(new Answer(0, ""));
    AtomicReference<Optional<IOException>> failure = new AtomicReference<>(Optional.empty());
    Thread sender =
        Thread.ofVirtual()
            .name("authorization-server")
            .start(
                () -> {
                  try {
                    HttpResponse<String> response =
                        http.send(sent, BodyHandlers.limiting(BodyHandlers.ofString(), BYTES_MAX));
                    answer.set(new Answer(response.statusCode(), response.body()));
                  } catch (IOException e) {
                    failure.set(Optional.of(e));
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
    // The client's own timeout ends with the headers; a server could drip its body for ever.
    try {
      if (!sender.join(end.remaining().plusMillis(1))) {
        throw new IOException("no answer in time");
      }
    } finally {
      sender.interrupt();
    }
    if (failure.get().isPresent()) {
      throw failure.get().get();
    }
    return answer.get();
  }
}
