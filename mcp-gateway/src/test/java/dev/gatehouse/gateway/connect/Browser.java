package dev.gatehouse.gateway.connect;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a person's browser does, one step at a time. Confined to one thread. */
public final class Browser implements AutoCloseable {
  private static final Pattern FORM = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Map<String, String>> cookies = new TreeMap<>();

  /** What stands at an address, with one redirect not followed. */
  public HttpResponse<String> get(URI address) throws Exception {
    return sent(address, HttpRequest.newBuilder(address).GET());
  }

  /** Presses the button of a page. */
  public HttpResponse<String> press(HttpResponse<String> page, String... more) throws Exception {
    Matcher form = FORM.matcher(page.body());
    if (!form.find()) {
      throw new AssertionError("no form: " + page.statusCode() + " " + page.body());
    }
    Map<String, String> fields = new TreeMap<>();
    Matcher hidden = HIDDEN.matcher(page.body());
    while (hidden.find()) {
      fields.put(hidden.group(1), hidden.group(2));
    }
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    String body =
        fields.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&"));
    URI address = page.uri().resolve(form.group(1));
    return sent(
        address,
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Where an answer sends it. */
  public static URI location(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("location")
        .map(response.uri()::resolve)
        .orElseThrow(
            () -> new AssertionError("no redirect: " + response.statusCode() + response.body()));
  }

  /** Goes where an answer sends it, until there is a page. */
  public HttpResponse<String> follow(HttpResponse<String> response) throws Exception {
    HttpResponse<String> now = response;
    while (now.statusCode() / 100 == 3) {
      now = get(location(now));
    }
    return now;
  }

  /** Opens a link to the page that connects an upstream, and goes through it. */
  public HttpResponse<String> connect(URI link) throws Exception {
    return follow(press(get(link)));
  }

  private HttpResponse<String> sent(URI address, HttpRequest.Builder request) throws Exception {
    Map<String, String> ours =
        cookies.computeIfAbsent(address.getAuthority(), _ -> new TreeMap<>());
    if (!ours.isEmpty()) {
      request.header(
          "Cookie",
          ours.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> response =
        http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    for (String cookie : response.headers().allValues("set-cookie")) {
      String[] pair = cookie.split(";", 2)[0].split("=", 2);
      ours.put(pair[0], pair[1]);
    }
    return response;
  }

  @Override
  public void close() {
    http.close();
  }
}
