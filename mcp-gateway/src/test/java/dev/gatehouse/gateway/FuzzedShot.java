package dev.gatehouse.gateway;

import dev.gatehouse.recordings.Bytes;
import java.util.List;
import java.util.Set;

/**
 * One request that a stranger might send, and what may be answered to it.
 *
 * @param kind what is odd about it
 * @param statuses of HTTP that may be answered
 * @param codes one of which the answer's error has; without any, whatever it is but a fault of ours
 */
record FuzzedShot(
    String kind,
    String verb,
    String path,
    List<String> headers,
    Bytes body,
    Set<Integer> statuses,
    Set<Integer> codes) {

  static FuzzedShot post(String kind, List<String> headers, String body, int status, int code) {
    return new FuzzedShot(
        kind, "POST", "/mcp", headers, Bytes.utf8(body), Set.of(status), Set.of(code));
  }

  static FuzzedShot any(String kind, String path, List<String> headers, byte[] body) {
    return new FuzzedShot(
        kind, "POST", path, headers, Bytes.of(body), Set.of(200, 202, 400, 404), Set.of());
  }

  static FuzzedShot withoutBody(String kind, String verb, List<String> headers, Integer... status) {
    return new FuzzedShot(
        kind, verb, "/mcp", headers, Bytes.of(new byte[0]), Set.of(status), Set.of());
  }

  @Override
  public String toString() {
    return kind + ": " + verb + " " + path + " " + headers + " " + body.toText();
  }
}
