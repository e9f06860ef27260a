package dev.gatehouse.gateway.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Arguments that people write in place of others. */
final class Arguments {
  /** Characters; as much as a whole request may hold. */
  static final int MAX = 1_000_000;

  private Arguments() {}

  /** Why these cannot stand in place of those; empty where they can. */
  static Optional<String> problem(String now, String before) {
    if (now.length() > MAX) {
      return Optional.of("arguments may have at most " + MAX + " characters");
    }
    if (now.equals(before)) {
      return Optional.of("these are the arguments that it has already");
    }
    try {
      return JsonText.parse(now, JsonLimits.STANDARD).root() instanceof ObjectNode
          ? Optional.empty()
          : Optional.of("arguments expected to be a JSON object");
    } catch (JsonSyntaxException e) {
      return Optional.of("arguments are no JSON: " + e.getMessage());
    }
  }

  /** Hex SHA-256 of the UTF-8 bytes. */
  static String digest(String json) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(json.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
