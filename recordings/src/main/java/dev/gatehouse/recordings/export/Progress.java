package dev.gatehouse.recordings.export;

/** Is told how far an export has come. */
@FunctionalInterface
public interface Progress {

  /** {@code done} of {@code all} entries are read; called after each few hundred. */
  void at(long done, long all);

  /** Tells nobody. */
  static Progress silent() {
    return (done, all) -> {};
  }
}
