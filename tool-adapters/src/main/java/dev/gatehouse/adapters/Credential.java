package dev.gatehouse.adapters;

import java.util.Map;

/**
 * What a request shows to an upstream so that it is let in. Immutable.
 *
 * @param headers by their names
 * @param query parameters that are added to the address, as they are before they are encoded
 */
public record Credential(Map<String, String> headers, Map<String, String> query) {
  /** Of an upstream that lets everybody in. */
  public static final Credential NONE = new Credential(Map.of(), Map.of());

  public Credential {
    headers = Map.copyOf(headers);
    query = Map.copyOf(query);
    headers.forEach(
        (name, value) -> {
          if (!MirroredArguments.isToken(name) || !isPlain(value)) {
            throw new IllegalArgumentException("a credential that no header can carry");
          }
        });
  }

  /** One header. */
  public static Credential header(String name, String value) {
    return new Credential(Map.of(name, value), Map.of());
  }

  /** A token that whoever bears it may use. */
  public static Credential bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /** Whether a header can carry the text unchanged: visible ASCII, blanks only inside. */
  public static boolean isPlain(String text) {
    return text.strip().length() == text.length()
        && text.chars().allMatch(c -> (c >= 0x20 && c <= 0x7e) || c == '\t');
  }

  /** Names only: values are secrets. */
  @Override
  public String toString() {
    return "Credential[headers=" + headers.keySet() + ", query=" + query.keySet() + "]";
  }
}
