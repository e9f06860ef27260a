package dev.gatehouse.recordings.verify;

/** Carries the first fault out of a check. */
final class FaultException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Verification.Failed failed;

  private FaultException(Verification.Failed failed) {
    super(failed.where().text() + ": " + failed.found() + ", expected " + failed.expected());
    this.failed = failed;
  }

  static FaultException at(long index, String found, String expected) {
    return new FaultException(
        new Verification.Failed(new Verification.AtEntry(index), found, expected));
  }

  static FaultException in(String path, String found, String expected) {
    return new FaultException(
        new Verification.Failed(new Verification.InFile(path), found, expected));
  }

  /** The same fault, seen as one of the file at {@code path}. */
  FaultException movedTo(String path) {
    String found = failed.expected() + " for " + failed.where().text();
    return in(path, found, failed.found() + ", as the entry gives it");
  }

  Verification.Failed failed() {
    return failed;
  }
}
