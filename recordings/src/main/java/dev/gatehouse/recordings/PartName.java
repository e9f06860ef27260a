package dev.gatehouse.recordings;

/**
 * Which part of an entry's payload: each has a commitment of its own and can be disclosed alone.
 */
public enum PartName {
  /** Principal, claims, client. */
  ACTOR("actor"),
  /** Headers, peer, what surrounded the message. */
  CTX("ctx"),
  /** The message as received or sent. */
  MSG("msg"),
  /** The rules that fired and why; for a loaded policy, its text. */
  POL("pol"),
  /** The original of a masked message, encrypted to keys that the gateway does not have. */
  SEAL("seal"),
  /** The message as it went on, where policy rewrote it. */
  TX("tx");

  private final String wireName;

  PartName(String wireName) {
    this.wireName = wireName;
  }

  /** The name as the leaf has it. */
  public String wireName() {
    return wireName;
  }

  static PartName ofWireName(String wireName) {
    for (PartName name : values()) {
      if (name.wireName.equals(wireName)) {
        return name;
      }
    }
    throw new IllegalArgumentException("no part is called `" + wireName + "`");
  }
}
