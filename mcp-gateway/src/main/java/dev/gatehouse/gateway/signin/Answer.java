package dev.gatehouse.gateway.signin;

import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request to the sign-in gets.
 *
 * @param headers all that are to be set, but for cookies
 * @param cookies values of {@code Set-Cookie}
 */
public record Answer(int status, Map<String, String> headers, List<String> cookies, String body) {
  public Answer {
    headers = Map.copyOf(headers);
    cookies = List.copyOf(cookies);
  }

  /** A document that is nobody's secret, which pages of any origin may read. */
  public static Answer document(JsonObject json) {
    return new Answer(
        200,
        Map.of(
            "Content-Type", "application/json",
            "Cache-Control", "max-age=300",
            "X-Content-Type-Options", "nosniff",
            "Access-Control-Allow-Origin", "*"),
        List.of(),
        json.toString());
  }

  /** An object for one client. No cookie counts where it is given, so any origin may read it. */
  static Answer json(int status, JsonObject json) {
    return new Answer(
        status,
        Map.of(
            "Content-Type", "application/json",
            "Cache-Control", "no-store",
            "Pragma", "no-cache",
            "X-Content-Type-Options", "nosniff",
            "Access-Control-Allow-Origin", "*"),
        List.of(),
        json.toString());
  }

  /** Sends a browser elsewhere. */
  public static Answer redirect(String address) {
    return new Answer(
        303,
        Map.of(
            "Location", address,
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer"),
        List.of(),
        "");
  }

  /** With another header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, cookies, body);
  }

  /** With another cookie. */
  public Answer withCookie(String cookie) {
    List<String> more = new java.util.ArrayList<>(cookies);
    more.add(cookie);
    return new Answer(status, headers, more, body);
  }

  /** The status alone: the rest may hold tokens. */
  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
