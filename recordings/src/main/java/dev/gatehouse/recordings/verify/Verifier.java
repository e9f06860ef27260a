package dev.gatehouse.recordings.verify;

import java.nio.file.Path;

/** Verifies a bundle or a data directory. */
public final class Verifier {
  private Verifier() {}

  /** Verifies with the key found in {@code bundleOrDataDirectory} itself, and warns of that. */
  public static Verification verify(Path bundleOrDataDirectory) {
    return verify(bundleOrDataDirectory, "");
  }

  /** Verifies, trusting {@code verifierKey} (of the form {@code name+id+key}) and no other. */
  public static Verification verify(Path bundleOrDataDirectory, String verifierKey) {
    return new Verification.Failed(
        new Verification.InFile(bundleOrDataDirectory.toString()), verifierKey, "nothing yet");
  }
}
