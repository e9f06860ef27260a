package dev.gatehouse.conformance.product;

import jakarta.json.JsonObject;

/**
 * What a client holds of a reply: where in the log it is, and the hash of its leaf.
 *
 * @param leaf base64
 */
public record Receipt(long index, String leaf) {

  /** The receipt in a reply, whether a result or an error. */
  public static Receipt of(JsonObject reply) {
    JsonObject receipt =
        reply.getJsonObject("result").getJsonObject("_meta").getJsonObject("dev.gatehouse/receipt");
    return new Receipt(receipt.getJsonNumber("index").longValueExact(), receipt.getString("leaf"));
  }

  /** Whether the log holds it. */
  public boolean isIn(ExportedLog log) {
    return index < log.size() && log.leaf(index).equals(leaf);
  }
}
