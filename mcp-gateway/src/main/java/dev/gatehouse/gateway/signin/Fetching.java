package dev.gatehouse.gateway.signin;

import dev.gatehouse.adapters.Deadline;
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
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
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

  private static final Map<String, String> JSON = Map.of("Accept", "application/json");

  private final Reach reach;
  private final Documents documents;

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

  /** The document at this address. */
  Document json(URI address) throws IOException, InterruptedException {
    if (reach != Reach.ANYWHERE && !"https".equals(address.getScheme()) && !isHere(address)) {
      throw new IOException("no https");
    }
    AtomicReference<Optional<Documents.Answer>> got = new AtomicReference<>(Optional.empty());
    Deadline deadline = Deadline.after(TIMEOUT);
    Thread fetcher =
        Thread.ofVirtual()
            .name("client-document")
            .start(
                () -> {
                  try {
                    got.set(Optional.of(documents.get(address, JSON, deadline)));
                  } catch (IOException | RuntimeException _) {
                    // Nothing was got, which is all that matters.
                  }
                });
    // A name that is slow to resolve, or a handshake that drips, knows no deadline itself.
    try {
      fetcher.join(TIMEOUT);
    } finally {
      fetcher.interrupt();
    }
    Documents.Answer answer =
        got.get()
            .filter(it -> it.status() == 200 && isJson(it))
            .orElseThrow(() -> new IOException("no document from " + address.getHost()));
    return new Document(answer.body(), fresh(answer));
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
