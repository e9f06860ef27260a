package dev.gatehouse.adapters;

/**
 * For whom a conversation is held. Adapters only pass it on, to the {@link Authorization} that may
 * have a credential of its own for each.
 */
public interface Subject {
  /** The same for the same subject, and for no other; safe to keep, not to be shown. */
  String owner();

  /** The gateway itself, which asks about tools for nobody in particular. */
  record Gateway() implements Subject {
    @Override
    public String owner() {
      return "";
    }
  }
}
