package dev.gatehouse.recordings;

import java.util.Base64;
import java.util.HexFormat;

/**
 * The hash of one leaf in the tree, by which a receipt names its entry.
 *
 * <p>Shape: 32 bytes, SHA-256(0x00 ‖ leaf). Source: RFC 6962 §2.1.
 */
public record LeafHash(Bytes bytes) {
  public LeafHash {
    if (bytes.length() != 32) {
      throw new IllegalArgumentException("a leaf hash has 32 bytes, not " + bytes.length());
    }
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(bytes.unwrap());
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes.unwrap());
  }

  @Override
  public String toString() {
    return base64();
  }
}
