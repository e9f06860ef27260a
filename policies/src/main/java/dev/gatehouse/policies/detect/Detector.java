package dev.gatehouse.policies.detect;

/** A kind of secret or personal data that can be found in text: built in, or of a policy's own. */
public sealed interface Detector permits BuiltIn, CustomDetector {
  /** The name in policies, masks and counts. */
  String label();
}
