package dev.gatehouse.gateway.vault;

/** What the vault has for a token. */
public sealed interface Kept {

  /** What it stands for, in the spelling in which that was seen first. */
  record Value(String text) implements Kept {
    /** The length only: what was hidden must not reach a log line by accident. */
    @Override
    public String toString() {
      return "Value[" + text.length() + "]";
    }
  }

  /** Nothing: it was never kept, or was erased. */
  record Unknown() implements Kept {}

  /** Something that does not open: it was changed, moved, or kept under another key. */
  record Unreadable() implements Kept {}
}
