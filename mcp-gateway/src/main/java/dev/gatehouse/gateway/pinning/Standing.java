package dev.gatehouse.gateway.pinning;

/** How it stands with a tool. */
public sealed interface Standing {

  /** It may be listed and called. */
  record Free() implements Standing {}

  /**
   * It is kept back.
   *
   * @param because one line that holds nothing of the upstream's
   */
  record KeptBack(String because) implements Standing {}

  /** It was not in any list since the gateway began. */
  record Unseen() implements Standing {}
}
