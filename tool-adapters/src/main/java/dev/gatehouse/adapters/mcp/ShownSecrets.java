package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The credentials that an upstream was shown, kept out of what it says: servers like to repeat them
 * in their errors, and from there they would reach clients and the log. Immutable.
 *
 * <p>Guarantee: no string of a message that comes through here holds one of them, however it is
 * escaped. Units: credentials of fewer than {@value #LENGTH_MIN} characters are not looked for,
 * because they would be found in ordinary words.
 */
final class ShownSecrets {
  /** What stands in place of a credential. */
  static final String HIDDEN = "[credential]";

  private static final Logger LOG = System.getLogger(ShownSecrets.class.getName());
  private static final int LENGTH_MIN = 8;

  // What is set for an upstream may be a credential or a name of a region: the setting's name
  // tells.
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "password|secret|\\b(auth|authorization|dsn|pat)\\b"
              + "|(cookie|credential|key|passwd|pwd|token)s?\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern IN_ADDRESS = Pattern.compile("://[^/@:]*:([^/@]+)@");

  private final String upstream;
  private final List<String> secrets;

  private ShownSecrets(String upstream, Set<String> secrets) {
    this.upstream = upstream;
    // The longest first: a token may hold a shorter secret.
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= LENGTH_MIN)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Of requests with these headers and this credential. */
  static ShownSecrets of(String upstream, Map<String, String> headers, Credential shown) {
    Set<String> secrets = new LinkedHashSet<>();
    headers.forEach((name, value) -> addNamed(secrets, name, value));
    shown.headers().values().forEach(value -> addHeader(secrets, value));
    shown
        .query()
        .values()
        .forEach(
            value -> {
              secrets.add(value);
              String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
              secrets.add(encoded);
              secrets.add(encoded.replace("+", "%20"));
            });
    return new ShownSecrets(upstream, secrets);
  }

  /** Of a command with these variables. */
  static ShownSecrets of(String upstream, Map<String, String> environment) {
    Set<String> secrets = new LinkedHashSet<>();
    environment.forEach((name, value) -> addNamed(secrets, name, value));
    return new ShownSecrets(upstream, secrets);
  }

  private static void addNamed(Set<String> secrets, String name, String value) {
    if (SECRET_NAME.matcher(name.replace('_', ' ')).find()) {
      addHeader(secrets, value);
    }
    IN_ADDRESS.matcher(value).results().forEach(password -> secrets.add(password.group(1)));
  }

  /** With and without the scheme in front, and the password that the basic scheme encodes. */
  private static void addHeader(Set<String> secrets, String value) {
    int blank = value.indexOf(' ');
    String scheme = blank < 0 ? "" : value.substring(0, blank);
    String credential = value.substring(blank + 1).strip();
    secrets.add(value);
    if (scheme.matches("[A-Za-z]+")) {
      secrets.add(credential);
    }
    if (scheme.equalsIgnoreCase("Basic")) {
      try {
        byte[] pair = Base64.getDecoder().decode(credential);
        String text = new String(pair, StandardCharsets.UTF_8);
        secrets.add(text.substring(text.indexOf(':') + 1));
      } catch (IllegalArgumentException _) {
        // Then nothing is encoded in it.
      }
    }
  }

  /**
   * Reads a message of the upstream.
   *
   * @throws JsonRpcException as {@link Message#read}, and where names of members are no longer
   *     different from each other without the credentials in them
   */
  Message read(byte[] utf8, JsonLimits limits) throws JsonRpcException {
    Message message = Message.read(utf8, limits);
    return isIn(message.json()) ? Message.of(without(message.json(), limits)) : message;
  }

  /** A text of the upstream's, without them. */
  String without(String text) {
    String left = text;
    for (String secret : secrets) {
      left = left.replace(secret, HIDDEN);
    }
    return left;
  }

  /** Whether one of them may be there: exact where nothing in the text is escaped. */
  private boolean isIn(JsonText json) {
    if (secrets.isEmpty()) {
      return false;
    }
    String text = json.text();
    return text.indexOf('\\') >= 0 || secrets.stream().anyMatch(text::contains);
  }

  private JsonText without(JsonText json, JsonLimits limits) throws JsonRpcException {
    List<Hidden> found = new ArrayList<>();
    collect(json.root(), found);
    if (found.isEmpty()) {
      return json;
    }
    LOG.log(
        Level.WARNING,
        "hidden=credential upstream={0} places={1}",
        upstream,
        Integer.toString(found.size()));
    Rewrite rewrite = Rewrite.of(json);
    for (Hidden each : found) {
      rewrite = rewrite.replace(each.start, each.end, JsonStrings.quote(each.text));
    }
    try {
      return JsonText.parse(rewrite.text(), limits);
    } catch (JsonSyntaxException _) {
      throw new JsonRpcException(
          JsonRpcError.of(JsonRpcError.PARSE_ERROR, "names that were credentials are the same"));
    }
  }

  /** A string without the credentials that it had. */
  private record Hidden(int start, int end, String text) {
    /** The place only. */
    @Override
    public String toString() {
      return "hidden at " + start;
    }
  }

  private void collect(JsonNode node, List<Hidden> found) {
    switch (node) {
      case JsonNode.StringNode string -> add(string.start(), string.end(), string.value(), found);
      case JsonNode.ArrayNode array -> array.elements().forEach(each -> collect(each, found));
      case JsonNode.ObjectNode object -> {
        for (JsonNode.Member member : object.members()) {
          add(member.keyStart(), member.keyEnd(), member.name(), found);
          collect(member.value(), found);
        }
      }
      case JsonNode.NumberNode _, JsonNode.LiteralNode _ -> {
        // Too short for a credential, or none.
      }
    }
  }

  private void add(int start, int end, String text, List<Hidden> found) {
    String left = without(text);
    if (!left.equals(text)) {
      found.add(new Hidden(start, end, left));
    }
  }

  /** Nothing of them. */
  @Override
  public String toString() {
    return "ShownSecrets[" + secrets.size() + "]";
  }
}
