package dev.gatehouse.gateway.deciding;

/**
 * What somebody wants done with a held call.
 *
 * @param id the approval's
 * @param seen what names all that was shown; empty where it does not matter
 * @param words the reason, or what the call is for; may be empty
 * @param arguments the new ones, where they are changed
 */
record Wish(Act act, String id, String seen, String words, String arguments) {
  /** Nothing of the arguments, which may be secret. */
  @Override
  public String toString() {
    return "Wish[" + act + " " + id + "]";
  }
}
