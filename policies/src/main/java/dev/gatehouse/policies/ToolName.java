package dev.gatehouse.policies;

/**
 * A tool of an upstream.
 *
 * @param upstream the upstream's name in the configuration
 * @param name the tool's name as the upstream gives it
 */
public record ToolName(String upstream, String name) {
  static final String SEPARATOR = "__";

  /** The name in policies: {@code upstream__tool}. */
  public String canonical() {
    return upstream + SEPARATOR + name;
  }
}
