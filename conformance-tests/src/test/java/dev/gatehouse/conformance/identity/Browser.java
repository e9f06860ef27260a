package dev.gatehouse.conformance.identity;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

/**
 * A browser without scripts: it follows redirects, keeps cookies and sends forms. Confined to one
 * thread.
 */
final class Browser {
  private static final int REDIRECTS_MAX = 10;

  private final CookieJar jar = new CookieJar();
  private final URI until;

  /**
   * A new one.
   *
   * @param until begins addresses that it does not fetch: the program that waits for them is not
   *     there
   */
  Browser(URI until) {
    this.until = until;
  }

  /** Goes to an address that somebody typed, or clicked on elsewhere. */
  Page open(URI address) {
    return follow(HttpRequest.newBuilder(address).GET(), address, address.getHost(), "GET");
  }

  /** Sends the form of a page. */
  Page submit(Page page, Page.Form form, Map<String, String> fields) {
    if (form.method().equals("GET")) {
      return open(URI.create(form.action() + "?" + Forms.encoded(fields)));
    }
    String origin = origin(page.uri());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(form.action())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", origin.equals(origin(form.action())) ? origin : "null")
            .POST(BodyPublishers.ofString(Forms.encoded(fields)));
    return follow(request, form.action(), page.uri().getHost(), "POST");
  }

  private Page follow(HttpRequest.Builder first, URI to, String by, String firstMethod) {
    HttpRequest.Builder request = first;
    URI address = to;
    String method = firstMethod;
    for (int i = 0; i < REDIRECTS_MAX; i++) {
      if (address.toString().startsWith(until.toString())) {
        return new Page(address, 0, "");
      }
      HttpRequest.Builder next = request;
      jar.header(address, by, method).ifPresent(cookies -> next.header("Cookie", cookies));
      HttpResponse<String> answer = Forms.sent(next);
      jar.keep(address, answer.headers());
      if (answer.statusCode() / 100 != 3) {
        return new Page(address, answer.statusCode(), answer.body());
      }
      address = address.resolve(answer.headers().firstValue("Location").orElseThrow());
      request = HttpRequest.newBuilder(address).GET();
      method = "GET";
    }
    throw new AssertionError("sent on and on, at last to " + address);
  }

  private static String origin(URI address) {
    return address.getScheme() + "://" + address.getAuthority();
  }
}
