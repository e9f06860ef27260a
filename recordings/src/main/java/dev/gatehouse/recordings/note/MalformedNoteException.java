package dev.gatehouse.recordings.note;

/** Says what in a note, a checkpoint or a verifier key is not as its format wants it. */
public final class MalformedNoteException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedNoteException(String message) {
    super(message);
  }

  public MalformedNoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
