package dev.gatehouse.gateway.signin;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What clients say of themselves.
 *
 * <p>Source: RFC 7591 §2; Client ID Metadata Document draft 01 §4.
 */
final class ClientMetadata {
  private static final int REDIRECTS_MAX = 10;

  /** Together: they are kept, and recorded for ever. */
  private static final int REDIRECTS_CHARS_MAX = 4000;

  private static final int NAME_CHARS_MAX = 100;

  private ClientMetadata() {}

  /** Where browsers may be sent back to; throws where there is none, or one that may not be. */
  static List<String> redirects(JsonObject metadata) throws RefusedException {
    List<String> redirects = texts(metadata, "redirect_uris");
    if (redirects.isEmpty()
        || redirects.size() > REDIRECTS_MAX
        || redirects.stream().mapToInt(String::length).sum() > REDIRECTS_CHARS_MAX
        || !redirects.stream().allMatch(Redirects::isAllowed)) {
      throw new RefusedException(
          "invalid_redirect_uri",
          "redirect",
          "expected 1 to 10 redirect_uris of 4000 characters in all, https or http on this machine,"
              + " without fragments");
    }
    return redirects;
  }

  /** What it is called; the other text where it does not say. */
  static String name(JsonObject metadata, String otherwise) {
    String name =
        metadata.get("client_name") instanceof JsonString text ? text.getString().strip() : "";
    // What turns the direction of text, or is not seen, could make one name look like another.
    boolean isPlain =
        name.codePoints()
            .noneMatch(
                c ->
                    Character.isISOControl(c)
                        || (Character.getType(c) == Character.FORMAT)
                        || (Character.getType(c) == Character.LINE_SEPARATOR)
                        || (Character.getType(c) == Character.PARAGRAPH_SEPARATOR));
    return name.isEmpty() || !isPlain || name.length() > NAME_CHARS_MAX ? otherwise : name;
  }

  /** The ways to tokens that people take part in; others are for clients that are configured. */
  static Set<Grant> grants(JsonObject metadata) throws RefusedException {
    if (!metadata.containsKey("grant_types")) {
      return EnumSet.of(Grant.AUTHORIZATION_CODE);
    }
    Set<Grant> grants = EnumSet.noneOf(Grant.class);
    for (String word : texts(metadata, "grant_types")) {
      Optional<Grant> grant = Grant.of(word);
      grant
          .filter(
              each ->
                  switch (each) {
                    case AUTHORIZATION_CODE, REFRESH_TOKEN, DEVICE_CODE -> true;
                    case CLIENT_CREDENTIALS, JWT_BEARER -> false;
                  })
          .ifPresent(grants::add);
    }
    if (!grants.contains(Grant.AUTHORIZATION_CODE) && !grants.contains(Grant.DEVICE_CODE)) {
      throw invalid("expected authorization_code among grant_types");
    }
    return grants;
  }

  /** How it proves itself, as it says. */
  static String method(JsonObject metadata, String otherwise) throws RefusedException {
    if (!metadata.containsKey("token_endpoint_auth_method")) {
      return otherwise;
    }
    return metadata.get("token_endpoint_auth_method") instanceof JsonString text
        ? text.getString()
        : refuse("expected token_endpoint_auth_method to be a text");
  }

  private static String refuse(String why) throws RefusedException {
    throw invalid(why);
  }

  static RefusedException invalid(String description) {
    return new RefusedException("invalid_client_metadata", "metadata", description);
  }

  private static List<String> texts(JsonObject metadata, String name) throws RefusedException {
    List<String> texts = new ArrayList<>();
    if (metadata.get(name) instanceof JsonArray array) {
      for (JsonValue each : array) {
        if (!(each instanceof JsonString text)) {
          throw invalid("expected a list of texts as " + name);
        }
        texts.add(text.getString());
      }
    }
    return List.copyOf(texts);
  }
}
