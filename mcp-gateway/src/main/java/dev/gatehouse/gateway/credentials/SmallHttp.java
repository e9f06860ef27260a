package dev.gatehouse.gateway.credentials;

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
 * Small answers of authorization servers. Follows no redirects, because credentials would go along.
 * Thread-safe.
 *
 * <p>Guarantee: each ends within {@link #TIME_MAX}, or {@link #ONCE_MAX}, however slowly its body
 * drips; none is larger than {@link #BYTES_MAX}.
 */
final class SmallHttp {
  private static final Duration TIME_MAX = Duration.ofSeconds(5);

  /** What is worth something once is lost with its answer. */
  private static final Duration ONCE_MAX = Duration.ofSeconds(20);

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

  private static final Map<String, String> JSON = Map.of("Accept", "application/json");

  private final Documents documents;

  /** Asked for by what this opens. */
  SmallHttp(Dialler dialler) {
    documents = new Documents(dialler, BYTES_MAX);
  }

  /** What is at this address. */
  Answer get(URI address, Deadline deadline) throws IOException, InterruptedException {
    return inTime(deadline.orAfter(TIME_MAX), end -> documents.get(address, JSON, end));
  }

  /**
   * What a form is answered with.
   *
   * @param authorization the header of that name
   */
  Answer post(
      URI address, Optional<String> authorization, Map<String, String> form, Deadline deadline)
      throws IOException, InterruptedException {
    return posted(address, authorization, form, deadline.orAfter(TIME_MAX));
  }

  /** The same for a form with what is good once, as codes and refresh tokens are. */
  Answer postOnce(
      URI address, Optional<String> authorization, Map<String, String> form, Deadline deadline)
      throws IOException, InterruptedException {
    return posted(address, authorization, form, deadline.orAfter(ONCE_MAX));
  }

  private Answer posted(
      URI address, Optional<String> authorization, Map<String, String> form, Deadline until)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    Map<String, String> headers = new LinkedHashMap<>(JSON);
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    authorization.ifPresent(value -> headers.put("Authorization", value));
    return inTime(until, end -> documents.post(address, headers, body, end));
  }

  /** What an object is answered with. */
  Answer postJson(URI address, String json, Deadline deadline)
      throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(JSON);
    headers.put("Content-Type", "application/json");
    return inTime(deadline.orAfter(TIME_MAX), end -> documents.post(address, headers, json, end));
  }

  /** As forms have it. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** An exchange of a document. */
  private interface Exchange {
    Documents.Answer with(Deadline end) throws IOException;
  }

  private static Answer inTime(Deadline end, Exchange exchange)
      throws IOException, InterruptedException {
    AtomicReference<Answer> answer = new AtomicReference<>(new Answer(0, ""));
    AtomicReference<Optional<IOException>> failure = new AtomicReference<>(Optional.empty());
    Thread sender =
        Thread.ofVirtual()
            .name("authorization-server")
            .start(
                () -> {
                  try {
                    Documents.Answer came = exchange.with(end);
                    answer.set(new Answer(came.status(), came.body()));
                  } catch (IOException e) {
                    failure.set(Optional.of(e));
                  } catch (RuntimeException e) {
                    failure.set(Optional.of(new IOException("cannot be asked", e)));
                  }
                });
    // A name that is slow to resolve, or a handshake that drips, knows no deadline itself.
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
