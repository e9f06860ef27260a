package dev.gatehouse.recordings;

/** What an entry is about: the closed vocabulary of the leaf's {@code type}. */
public enum EntryKind {
  /**
   * The log was opened: version, configuration digest, previous head. Written by the log itself.
   */
  BOOT("boot"),
  /** The wall clock jumped, or its status changed. */
  CLOCK("clock"),
  /** A message that opens an exchange. */
  REQUEST("request"),
  /** A decision that came later than its request. */
  DECISION("decision"),
  /** What was answered; closes its exchange. */
  RESPONSE("response"),
  /** One message more of an exchange or of a session: a notification, a streamed message. */
  EVENT("event"),
  /** Nobody knows whether the request had an effect; closes its exchange. */
  OUTCOME_UNKNOWN("outcome-unknown"),
  /** A bounded summary of attempts by strangers. */
  ACCESS("access"),
  /** Policy or configuration loaded, sign-ins, changes. */
  ADMIN("admin"),
  /** Who viewed, searched, exported or verified. */
  READ("read"),
  /** What an approver said. */
  APPROVAL("approval"),
  /** A key came or went. */
  KEY("key"),
  /** What a third party vouched for. */
  ANCHOR("anchor"),
  /** Payloads of a subject were erased. */
  ERASURE("erasure"),
  /** The log was closed in order. Written by the log itself. */
  SHUTDOWN("shutdown");

  private final String wireName;

  EntryKind(String wireName) {
    this.wireName = wireName;
  }

  /** The name as the leaf has it. */
  public String wireName() {
    return wireName;
  }

  /** The kind of a leaf's {@code type}. */
  public static EntryKind ofWireName(String wireName) {
    for (EntryKind kind : values()) {
      if (kind.wireName.equals(wireName)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of entry is called `" + wireName + "`");
  }

  /** Whether entries of this kind are the one closing entry of their exchange. */
  boolean closesExchange() {
    return this == RESPONSE || this == OUTCOME_UNKNOWN;
  }
}
