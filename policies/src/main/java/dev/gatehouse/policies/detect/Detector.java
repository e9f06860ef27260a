package dev.gatehouse.policies.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A kind of secret or personal data that can be found in text. */
public enum Detector {
  PAYMENT_CARD("payment-card"),
  EMAIL("email"),
  IBAN("iban"),
  CLOUD_KEY("cloud-key");

  /** Shorter texts hold nothing that any detector finds. */
  static final int CHARACTERS_MIN = 6;

  private final String label;

  Detector(String label) {
    this.label = label;
  }

  /** The name in policies, masks and counts. */
  public String label() {
    return label;
  }

  /** The detector with this label. */
  public static Optional<Detector> labelled(String label) {
    return Arrays.stream(values()).filter(d -> d.label.equals(label)).findFirst();
  }

  /** All labels, in the order in which messages name them. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Detector::label).toList();
  }
}
