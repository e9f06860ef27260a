package dev.gatehouse.gateway.channels;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.DialRefusedException;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.dial.Documents;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Posts texts over HTTP, following no redirects, because they and their credentials would go along.
 * Thread-safe.
 *
 * <p>Guarantee: each attempt ends within {@link #TIME_MAX}.
 */
final class Post {
  static final Duration TIME_MAX = Duration.ofSeconds(15);
  private static final int ANSWER_BYTES_MAX = 64 << 10;

  private final Dialler dialler;

  /** Connecting by what the configuration allows. */
  Post(Dialler dialler) {
    this.dialler = dialler;
  }

  /**
   * Posts a body.
   *
   * @param address of the configuration, which is admitted by standing there
   * @param read what an answer means
   */
  Tried send(
      URI address, Map<String, String> headers, String body, Function<Documents.Answer, Tried> read)
      throws InterruptedException {
    Documents documents = new Documents(dialler.naming(address), ANSWER_BYTES_MAX);
    Deadline end = Deadline.after(TIME_MAX);
    return within(() -> read.apply(documents.post(address, headers, body, end)));
  }

  /** What is tried on a thread of its own. */
  interface Attempt {
    Tried make() throws IOException;
  }

  /** Ends in time: a name that is slow to resolve, or a handshake that drips, knows no deadline. */
  static Tried within(Attempt attempt) throws InterruptedException {
    AtomicReference<Tried> result = new AtomicReference<>(new Tried.Away("no answer in time"));
    Thread thread =
        Thread.ofVirtual()
            .name("channel-attempt")
            .start(
                () -> {
                  try {
                    result.set(attempt.make());
                  } catch (DialRefusedException _) {
                    result.set(new Tried.Away("`outbound` does not allow its address"));
                  } catch (IOException e) {
                    // Its text may hold the address, which is a secret of some channels.
                    result.set(new Tried.Away("no connection: " + e.getClass().getSimpleName()));
                  } catch (RuntimeException e) {
                    result.set(
                        new Tried.Refused("cannot be sent: " + e.getClass().getSimpleName()));
                  }
                });
    try {
      boolean _ = thread.join(TIME_MAX.plusMillis(500));
    } finally {
      thread.interrupt();
    }
    return result.get();
  }

  /** What a status means where nothing else is said. */
  static Tried byStatus(Documents.Answer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return new Tried.Taken("");
    }
    String why = "status " + status;
    return switch (status) {
      case 400, 406, 411, 413, 415, 422 -> new Tried.Refused(why);
      default -> new Tried.Away(why, retryAfter(answer));
    };
  }

  static Duration retryAfter(Documents.Answer answer) {
    String text = answer.headers().getOrDefault("retry-after", "");
    return text.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
  }
}
