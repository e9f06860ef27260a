package dev.gatehouse.gateway.pinning;

/** What is done about a tool whose definition is not the accepted one. */
public enum PinningMode {
  /** Nothing: definitions are not even remembered. */
  OFF("off"),

  /** It is recorded and the operator is warned; the tool stays. */
  WARN("warn"),

  /** The tool is neither listed nor called until the new definition is accepted. */
  QUARANTINE("quarantine"),

  /** The same, and for a tool too that an upstream adds after it was first seen. */
  STRICT("strict");

  private final String word;

  PinningMode(String word) {
    this.word = word;
  }

  /** The word in configurations. */
  public String word() {
    return word;
  }

  /** Whether tools are kept back at all. */
  boolean keepsBack() {
    return this == QUARANTINE || this == STRICT;
  }
}
