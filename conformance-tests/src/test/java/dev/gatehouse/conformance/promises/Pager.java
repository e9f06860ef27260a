package dev.gatehouse.conformance.promises;

import static java.util.Objects.requireNonNullElse;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that hears of approvals by webhooks and answers for people, written from the Standard
 * Webhooks specification alone. Thread-safe.
 */
final class Pager implements AutoCloseable {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final String ANSWER_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

  private final Messenger messenger = new Messenger();

  URI address() {
    return messenger.at("/in");
  }

  /** Whether it takes nothing from now on. */
  void deaf(boolean deaf) {
    messenger.deaf(deaf);
  }

  /** What came without a right signature. */
  List<String> forged() {
    return messenger.heard().stream()
        .filter(posted -> !isSigned(posted))
        .map(Messenger.Posted::body)
        .toList();
  }

  private static boolean isSigned(Messenger.Posted posted) {
    Map<String, String> headers = posted.headers();
    String id = requireNonNullElse(headers.get("webhook-id"), "");
    String at = requireNonNullElse(headers.get("webhook-timestamp"), "");
    return signature(SECRET, id, at, posted.body()).equals(headers.get("webhook-signature"));
  }

  /** The data of the latest message of this type, which may still have to come. */
  JsonObject awaitLatest(String type) throws InterruptedException {
    return messenger
        .await(posted -> posted.json().getString("type").equals(type))
        .json()
        .getJsonObject("data");
  }

  /** A decision on what came, as it was shown. */
  static String decision(JsonObject data, String word, String by) {
    return Json.createObjectBuilder()
        .add("type", "approval.decision")
        .add("timestamp", Instant.now().toString())
        .add(
            "data",
            Json.createObjectBuilder()
                .add("approval", data.getString("id"))
                .add("decision", word)
                .add("by", by)
                .add("seen", data.getString("seen", ""))
                .add("reason", "case 4711"))
        .build()
        .toString();
  }

  /** The headers with which a body is signed. */
  static Map<String, String> signed(String id, Instant at, String body) {
    String seconds = Long.toString(at.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", seconds);
    headers.put("webhook-signature", signature(ANSWER_SECRET, id, seconds, body));
    return headers;
  }

  /** Sends a body, and gives the status with what came back. */
  String send(URI address, Map<String, String> headers, String body) throws InterruptedException {
    return messenger.send(address, headers, body);
  }

  private static String signature(String secret, String id, String seconds, String body) {
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    byte[] mac = Messenger.hmac(key, id + "." + seconds + "." + body);
    return "v1," + Base64.getEncoder().encodeToString(mac);
  }

  @Override
  public void close() {
    messenger.close();
  }
}
