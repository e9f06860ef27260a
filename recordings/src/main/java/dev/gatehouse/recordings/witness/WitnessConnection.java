package dev.gatehouse.recordings.witness;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP to one witness: no redirects, no answer of more than a limit, and none that takes longer
 * than the deadline, its body included. Thread-safe.
 *
 * <p>Errors: {@code IOException} for all that keeps an answer from coming.
 */
final class WitnessConnection implements AutoCloseable {
  /** A note with the cosignatures of sixteen keys; nothing that is asked for is larger. */
  private static final int ANSWER_BYTES_MAX = 256 << 10;

  private final URI prefix;
  private final Duration deadline;
  private final HttpClient http;

  WitnessConnection(URI prefix, Duration deadline) {
    boolean usable =
        ("http".equals(prefix.getScheme()) || "https".equals(prefix.getScheme()))
            && prefix.getHost() != null
            && prefix.getUserInfo() == null
            && prefix.getQuery() == null
            && prefix.getFragment() == null;
    if (!usable) {
      throw new IllegalArgumentException(
          "witness `" + prefix + "` expected to be http:// or https://, a host and a path");
    }
    this.prefix = prefix;
    this.deadline = deadline;
    // Without the version the client offers HTTP/2 to plain servers, which some take amiss.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(deadline)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** An answer; {@code contentType} is in lower case, without parameters, or empty. */
  record Answer(int status, String contentType, String body) {}

  Answer post(String path, byte[] body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  private HttpRequest.Builder request(String path) {
    String text = prefix.toString();
    String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(deadline);
  }

  /** The client's own timeout ends with the headers, so that a thread of ours watches it all. */
  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    FutureTask<Answer> task = new FutureTask<>(() -> exchange(request));
    Thread.ofVirtual().name("gatehouse-witness-call").start(task);
    try {
      return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + deadline, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String message = cause == null ? null : cause.getMessage();
      String kind = cause == null ? "no answer" : cause.getClass().getSimpleName();
      throw new IOException(message == null ? kind : kind + ": " + message, e);
    } finally {
      task.cancel(true);
    }
  }

  private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      byte[] body = in.readNBytes(ANSWER_BYTES_MAX + 1);
      if (body.length > ANSWER_BYTES_MAX) {
        throw new IOException("an answer of more than " + ANSWER_BYTES_MAX + " bytes");
      }
      String type = response.headers().firstValue("Content-Type").orElse("");
      return new Answer(
          response.statusCode(),
          type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
          new String(body, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
