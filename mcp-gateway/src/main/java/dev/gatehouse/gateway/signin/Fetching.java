package dev.gatehouse.gateway.signin;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.DialRefusedException;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.dial.Documents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Fetches small documents, without following redirects. From addresses that strangers name: https
 * only, and nothing inside our own network.
 *
 * <p>Guarantee: each ends within five seconds. What is connected to was looked at: see {@link
 * Dialler}. Thread-safe.
 *
 * <p>Source: Client ID Metadata Document draft 01 §6.5, §6.6.
 */
final class Fetching {
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int BYTES_MAX = 10 << 10;
  private static final int TRUSTED_BYTES_MAX = 1 << 20;

  /** Whence a document may come. */
  enum Reach {
    /** The internet. */
    INTERNET,
    /** This machine too, also without TLS: where we can be reached from nowhere else. */
    THIS_MACHINE,
    /** Anywhere, because the configuration names the address. */
    ANYWHERE
  }

  /** Of servers that will answer otherwise later. */
  private static final Set<Integer> BUSY = Set.of(408, 425, 429);

  private static final Map<String, String> JSON = Map.of("Accept", "application/json");

  /** Each may hold a thread of the system for as long as its name takes to resolve. */
  private static final int AT_ONCE = 64;

  private final Reach reach;
  private final Documents documents;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /**
   * Fetching.
   *
   * @param dialler by the rules of the configuration, which names no address for strangers
   */
  Fetching(Reach reach, Dialler dialler) {
    this.reach = reach;
    this.documents =
        switch (reach) {
          case INTERNET -> new Documents(dialler.by(DialRules.PUBLIC), BYTES_MAX);
          case THIS_MACHINE -> new Documents(dialler.by(DialRules.THIS_MACHINE), BYTES_MAX);
          case ANYWHERE -> new Documents(dialler, TRUSTED_BYTES_MAX);
        };
  }

  /** A document, and for how long it may be kept. */
  record Document(String text, Duration fresh) {}

  /** There is no such document, as far as can be known: asking again would change nothing. */
  static final class NoDocumentException extends IOException {
    private static final long serialVersionUID = 1L;

    NoDocumentException(String message) {
      super(message);
    }
  }

  /**
   * The document at this address.
   *
   * @throws NoDocumentException where there is none
   * @throws IOException where that cannot be known now
   */
  Document json(URI address) throws IOException, InterruptedException {
    if (address.getHost() == null || !isWithTls(address)) {
      throw new NoDocumentException("no https");
    }
    Documents.Answer answer = answer(address);
    if (answer.status() >= 500 || BUSY.contains(answer.status())) {
      throw new IOException("status " + answer.status() + " from " + address.getHost());
    }
    if (answer.status() != 200 || !isJson(answer)) {
      throw new NoDocumentException("no document from " + address.getHost());
    }
    return new Document(answer.body(), fresh(answer));
  }

  private boolean isWithTls(URI address) {
    return "https".equals(address.getScheme()) || reach == Reach.ANYWHERE || isHere(address);
  }

  private Documents.Answer answer(URI address) throws IOException, InterruptedException {
    if (!free.tryAcquire()) {
      throw new IOException("too many documents are under way");
    }
    AtomicReference<Optional<Documents.Answer>> got = new AtomicReference<>(Optional.empty());
    AtomicReference<IOException> failure = new AtomicReference<>(new IOException("too slow"));
    Deadline deadline = Deadline.after(TIMEOUT);
    Thread fetcher =
        Thread.ofVirtual()
            .name("client-document")
            .start(
                () -> {
                  try {
                    got.set(Optional.of(documents.get(address, JSON, deadline)));
                  } catch (DialRefusedException e) {
                    failure.set(new NoDocumentException(String.valueOf(e.getMessage())));
                  } catch (IOException e) {
                    failure.set(e);
                  } catch (RuntimeException _) {
                    failure.set(new NoDocumentException("an address that cannot be asked"));
                  } finally {
                    free.release();
                  }
                });
    // A name that is slow to resolve, or a handshake that drips, knows no deadline itself.
    try {
      fetcher.join(TIMEOUT);
    } finally {
      fetcher.interrupt();
    }
    Optional<Documents.Answer> answer = got.get();
    if (answer.isEmpty()) {
      throw failure.get();
    }
    return answer.get();
  }

  private boolean isHere(URI address) {
    String host = String.valueOf(address.getHost()).replaceAll("^\\[|]$", "");
    try {
      return reach == Reach.THIS_MACHINE
          && (host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isJson(Documents.Answer answer) {
    String type = answer.headers().getOrDefault("content-type", "");
    String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return plain.equals("application/json")
        || (plain.startsWith("application/") && plain.endsWith("+json"));
  }

  private static Duration fresh(Documents.Answer answer) {
    String control = answer.headers().getOrDefault("cache-control", "").toLowerCase(Locale.ROOT);
    if (control.contains("no-store") || control.contains("no-cache")) {
      return Duration.ZERO;
    }
    for (String part : control.split(",", -1)) {
      String directive = part.strip();
      if (directive.matches("max-age=[0-9]{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(directive.substring("max-age=".length())));
      }
    }
    return Duration.ofMinutes(5);
  }
}
