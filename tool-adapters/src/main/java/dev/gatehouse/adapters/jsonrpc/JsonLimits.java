package dev.gatehouse.adapters.jsonrpc;

/**
 * How large a JSON text may be before it is refused.
 *
 * @param bytesMax bytes of the text, because it is held in memory as a whole
 * @param depthMax objects and arrays inside each other, because they are read recursively
 */
public record JsonLimits(int bytesMax, int depthMax) {

  /** 16 MiB and 128 levels: well above what models and tools exchange. */
  public static final JsonLimits STANDARD = new JsonLimits(16 << 20, 128);

  public JsonLimits {
    if (bytesMax < 1 || depthMax < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
