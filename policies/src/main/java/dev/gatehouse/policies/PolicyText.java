package dev.gatehouse.policies;

/**
 * A policy file as it was read, kept so that it can be recorded.
 *
 * @param file the file's name without its folder
 */
public record PolicyText(String file, String text) {
  /** Hex SHA-256 of the text in UTF-8, which is that of the file's bytes. */
  public String digest() {
    return PolicySet.sha256(text);
  }
}
