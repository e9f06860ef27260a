package dev.gatehouse.gateway.login;

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
import java.util.stream.Collectors;

/** Small documents of gateways and issuers. Follows no redirects. Thread-safe. */
final class Web {
  /** A person waits, but providers can be slow. */
  private static final Duration TIME_MAX = Duration.ofSeconds(15);

  /** Metadata of some KiB, or a token. */
  private static final int BYTES_MAX = 256 << 10;

  private static final String JSON = "application/json";

  private final Documents documents;

  Web(Dialler dialler) {
    documents = new Documents(dialler, BYTES_MAX);
  }

  /** What is at this address. */
  Documents.Answer get(URI address) throws LoginException {
    try {
      return documents.get(address, Map.of("Accept", JSON), Deadline.after(TIME_MAX));
    } catch (IOException e) {
      throw away(address, e);
    }
  }

  /** What a message of JSON is answered with. */
  Documents.Answer postJson(URI address, String json, Map<String, String> more)
      throws LoginException {
    Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", JSON));
    headers.put("Accept", JSON);
    headers.putAll(more);
    return post(address, headers, json);
  }

  /**
   * What a form is answered with.
   *
   * @param authorization the header of that name
   */
  Documents.Answer postForm(URI address, Optional<String> authorization, Map<String, String> form)
      throws LoginException {
    Map<String, String> headers =
        new LinkedHashMap<>(Map.of("Content-Type", "application/x-www-form-urlencoded"));
    headers.put("Accept", JSON);
    authorization.ifPresent(value -> headers.put("Authorization", value));
    return post(address, headers, encoded(form));
  }

  private Documents.Answer post(URI address, Map<String, String> headers, String body)
      throws LoginException {
    try {
      return documents.post(address, headers, body, Deadline.after(TIME_MAX));
    } catch (IOException e) {
      throw away(address, e);
    }
  }

  // What was sent is in no message of the connection.
  private static LoginException away(URI address, IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new LoginException(
        "%s://%s does not answer: %s".formatted(address.getScheme(), address.getAuthority(), why),
        e);
  }

  /** As forms and queries have it. */
  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
