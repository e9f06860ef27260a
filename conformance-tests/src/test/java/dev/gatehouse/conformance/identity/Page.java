package dev.gatehouse.conformance.identity;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that a browser shows, or the address that it would go to next.
 *
 * @param uri where it is
 * @param body as it came; empty where it was not fetched
 */
record Page(URI uri, int status, String body) {
  private static final Pattern FORM = Pattern.compile("(?i)<form\\b([^>]*)>");
  private static final Pattern FIELD = Pattern.compile("(?i)<(?:input|button)\\b([^>]*)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([A-Za-z-]+)\\s*=\\s*\"([^\"]*)\"");

  /**
   * A form on a page.
   *
   * @param fields with what stands in them before anybody types
   */
  record Form(URI action, String method, Map<String, String> fields) {
    Form {
      fields = Map.copyOf(fields);
    }
  }

  /** The first form. */
  Optional<Form> form() {
    Matcher form = FORM.matcher(body);
    if (!form.find()) {
      return Optional.empty();
    }
    Map<String, String> attributes = attributes(form.group(1));
    int end = body.toLowerCase(java.util.Locale.ROOT).indexOf("</form", form.end());
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher field = FIELD.matcher(body.substring(form.end(), end < 0 ? body.length() : end));
    while (field.find()) {
      Map<String, String> each = attributes(field.group(1));
      if (each.containsKey("name")) {
        fields.putIfAbsent(each.get("name"), each.getOrDefault("value", ""));
      }
    }
    return Optional.of(
        new Form(
            uri.resolve(attributes.getOrDefault("action", "")),
            attributes.getOrDefault("method", "get").toUpperCase(java.util.Locale.ROOT),
            fields));
  }

  /** What a person reads on it. */
  String text() {
    return body.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
  }

  private static Map<String, String> attributes(String tag) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(tag);
    while (attribute.find()) {
      attributes.put(
          attribute.group(1).toLowerCase(java.util.Locale.ROOT), unescaped(attribute.group(2)));
    }
    return attributes;
  }

  private static String unescaped(String text) {
    return text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x2b;", "+")
        .replace("&#43;", "+")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
