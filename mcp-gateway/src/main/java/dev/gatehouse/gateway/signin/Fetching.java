package dev.gatehouse.gateway.signin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Fetches small documents, without following redirects. From addresses that strangers name: https
 * only, and nothing inside our own network.
 *
 * <p>What a name stands for is looked at before the connection is made; the runtime remembers it
 * for the seconds between. Thread-safe.
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

  private final Reach reach;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Fetching(Reach reach) {
    this.reach = reach;
  }

  /** A document, and for how long it may be kept. */
  record Document(String text, Duration fresh) {}

  /** The document at this address. */
  Document json(URI address) throws IOException, InterruptedException {
    int bytesMax = reach == Reach.ANYWHERE ? TRUSTED_BYTES_MAX : BYTES_MAX;
    if (reach != Reach.ANYWHERE) {
      check(address, reach == Reach.THIS_MACHINE);
    }
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .GET()
            .build();
    AtomicReference<HttpResponse<String>> got = new AtomicReference<>();
    Thread fetcher =
        Thread.ofVirtual()
            .name("client-document")
            .start(
                () -> {
                  try {
                    got.set(
                        http.send(
                            request, BodyHandlers.limiting(BodyHandlers.ofString(), bytesMax)));
                  } catch (IOException _) {
                    // Nothing was got, which is all that matters.
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
    // The client's own timeout ends with the headers; the body could drip for ever.
    try {
      fetcher.join(TIMEOUT);
    } finally {
      fetcher.interrupt();
    }
    HttpResponse<String> response = got.get();
    if (response == null || response.statusCode() != 200 || !isJson(response)) {
      throw new IOException("no document from " + address.getHost());
    }
    return new Document(response.body(), fresh(response));
  }

  private static boolean isJson(HttpResponse<String> response) {
    String type = response.headers().firstValue("content-type").orElse("");
    String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return plain.equals("application/json")
        || (plain.startsWith("application/") && plain.endsWith("+json"));
  }

  private static Duration fresh(HttpResponse<String> response) {
    String control =
        response.headers().firstValue("cache-control").orElse("").toLowerCase(Locale.ROOT);
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

  private static void check(URI address, boolean reachesThisMachine) throws IOException {
    boolean here = true;
    for (InetAddress each : InetAddress.getAllByName(address.getHost())) {
      here &= each.isLoopbackAddress();
      if (isOurs(each) && !(each.isLoopbackAddress() && reachesThisMachine)) {
        throw new IOException("an address of our own network");
      }
    }
    if (!"https".equals(address.getScheme()) && !(here && reachesThisMachine)) {
      throw new IOException("no https");
    }
  }

  /** Whether it leads elsewhere than to the internet. Source: RFC 6890. */
  static boolean isOurs(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (bytes.length == 4) {
      return first == 0
          || (first == 100 && (second & 0xc0) == 64)
          || (first == 192 && second == 0)
          || (first == 198 && (second == 18 || second == 19 || second == 51))
          || (first == 203 && second == 0)
          || first >= 224;
    }
    // Unique local ones, and whatever carries an address of version 4 in it.
    return (first & 0xfe) == 0xfc || (first & 0xe0) != 0x20 || (first == 0x20 && second <= 2);
  }
}
