package dev.gatehouse.gateway.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Names in columns by which rows are found: who reads the file or the database alone cannot try
 * which names or arguments they are of. Thread-safe.
 */
record KeyedDigest(SecretKey key) {
  /** As many characters as nobody finds a second text for. */
  private static final int CHARACTERS = 40;

  /** Of a text, for one column: the same text in another looks different. */
  String of(String column, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update((column + ' ').getBytes(UTF_8));
      String fields = new FieldDigest().add(text).hex();
      return HexFormat.of().formatHex(mac.doFinal(fields.getBytes(UTF_8))).substring(0, CHARACTERS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  /** Of a tool. */
  String of(Listing.Tool tool) {
    return of(
        "tool", new FieldDigest().add(tool.upstream()).add(tool.method()).add(tool.name()).hex());
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "KeyedDigest";
  }
}
