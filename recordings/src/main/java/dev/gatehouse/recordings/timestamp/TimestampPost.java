package dev.gatehouse.recordings.timestamp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request to a time-stamping authority over HTTP. Source: RFC 3161 §3.4. */
final class TimestampPost {
  /** A token with its certificates is two to eight kilobytes. */
  private static final int ANSWER_BYTES_MAX = 64 * 1024;

  private TimestampPost() {}

  /**
   * The whole answer's bytes.
   *
   * <p>Errors: {@link IOException} where none of status 200 came within the deadline and the limit.
   */
  static byte[] send(URI tsa, byte[] query, Duration deadline)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(tsa)
            .header("Content-Type", "application/timestamp-query")
            .header("Accept", "application/timestamp-reply")
            .POST(HttpRequest.BodyPublishers.ofByteArray(query))
            .build();
    long started = System.nanoTime();
    CountDownLatch done = new CountDownLatch(1);
    try (HttpClient client = client(deadline)) {
      // The JDK's own timeout ends with the headers; this one covers a body that trickles in.
      Thread.ofVirtual()
          .name("gatehouse-timestamp-deadline")
          .start(() -> endAfter(deadline, done, client));
      HttpResponse<byte[]> answer =
          client.send(
              request,
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
      if (answer.statusCode() != 200) {
        throw new IOException("HTTP status " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      if (System.nanoTime() - started >= deadline.toNanos()) {
        throw new IOException("no whole answer within " + deadline, e);
      }
      throw e;
    } finally {
      done.countDown();
    }
  }

  private static HttpClient client(Duration deadline) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(deadline)
        .build();
  }

  private static void endAfter(Duration deadline, CountDownLatch done, HttpClient client) {
    try {
      if (!done.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        client.shutdownNow();
      }
    } catch (InterruptedException e) {
      client.shutdownNow();
    }
  }
}
