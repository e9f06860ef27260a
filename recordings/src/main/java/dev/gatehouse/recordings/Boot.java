package dev.gatehouse.recordings;

/**
 * What the program that opens the log says of itself in the {@code boot} entry.
 *
 * <p>Units and ranges: both are tokens, see {@link Entry#isToken}.
 */
public record Boot(String version, String configurationDigest) {
  public Boot {
    Entry.requireToken("version", version, 64);
    Entry.requireToken("configuration digest", configurationDigest, 128);
  }
}
