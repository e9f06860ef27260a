package dev.gatehouse.gateway.mcp;

import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.cipher.ValueCipher;
import dev.gatehouse.recordings.Bytes;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;

/**
 * Seals what an upstream wants back with the next request of a call, because it goes through the
 * client: nobody can read it, change it, or bring it for somebody else or with another request.
 *
 * <p>Shape: base64url of AES-256-GCM over {@code <end, in milliseconds>:<state>}; bound to whose it
 * is and to the request. An upstream that knows us alone could not tell one client from another.
 *
 * <p>Source: MCP 2026-07-28 basic/patterns/mrtr, "Server Requirements". Thread-safe.
 */
public final class RequestStates {
  /** People fill in forms in this time, or begin anew. */
  private static final Duration AT_MOST = Duration.ofHours(1);

  /** What differs between a request and the same request with answers. */
  private static final Set<String> VARYING =
      Set.of("_meta", InputResponses.RESPONSES, InputResponses.STATE);

  private final ValueCipher cipher;
  private final InstantSource clock;

  /** By a secret of 32 bytes. */
  public RequestStates(SecretKey secret, InstantSource clock) {
    this.cipher = new ValueCipher(secret);
    this.clock = clock;
  }

  /**
   * What a state is bound to.
   *
   * @param owner whose request it is
   * @param upstream that gave it
   * @param request the request, in a form that does not depend on the order of members
   */
  public record Binding(String owner, String upstream, String request) {

    /** To this request. */
    public static Binding of(String owner, String upstream, Message.Request request) {
      String params =
          request.params().map(object -> canonical(request.json(), object, VARYING)).orElse("");
      return new Binding(owner, upstream, request.method() + params);
    }

    private String text() {
      return JsonStrings.quote(owner) + JsonStrings.quote(upstream) + request;
    }

    /** Says nothing of it. */
    @Override
    public String toString() {
      return "Binding[" + upstream + "]";
    }
  }

  /** A state as the client may hold it. */
  public String seal(Binding binding, String state) {
    String plain = clock.instant().plus(AT_MOST).toEpochMilli() + ":" + state;
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(cipher.seal(binding.text(), plain).toArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot encrypt", e);
    }
  }

  /** The state in what a client brought; nothing where it is forged, too old or for another. */
  public Optional<String> open(Binding binding, String sealed) {
    try {
      String plain = cipher.open(binding.text(), Bytes.of(Base64.getUrlDecoder().decode(sealed)));
      int colon = plain.indexOf(':');
      Instant end = Instant.ofEpochMilli(Long.parseLong(plain, 0, colon, 10));
      return clock.instant().isAfter(end)
          ? Optional.empty()
          : Optional.of(plain.substring(colon + 1));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String canonical(JsonText json, JsonNode node, Set<String> without) {
    return switch (node) {
      case ObjectNode object ->
          object.members().stream()
              .filter(member -> !without.contains(member.name()))
              .sorted(Comparator.comparing(Member::name))
              .map(
                  member ->
                      JsonStrings.quote(member.name())
                          + ":"
                          + canonical(json, member.value(), Set.of()))
              .collect(Collectors.joining(",", "{", "}"));
      case ArrayNode array ->
          array.elements().stream()
              .map(element -> canonical(json, element, Set.of()))
              .collect(Collectors.joining(",", "[", "]"));
      case StringNode string -> JsonStrings.quote(string.value());
      case JsonNode.NumberNode number -> number.token();
      case JsonNode.LiteralNode literal -> literal.token();
    };
  }
}
