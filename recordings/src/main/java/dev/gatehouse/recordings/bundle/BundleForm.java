package dev.gatehouse.recordings.bundle;

import java.util.Optional;

/**
 * How a bundle is made. A form is never changed: a new one gets a new number, and readers keep all.
 */
public enum BundleForm {
  /** One signature by one log key, and no copies of anchors and keys. */
  ONE(1),
  /** As many signatures as {@code policy.txt} names, and copies of what others vouched for. */
  TWO(2);

  private final int number;

  BundleForm(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** The first line of the readme, by which a reader tells the forms. */
  String title() {
    return "Gatehouse bundle, form " + number;
  }

  /** The form of the bundle with this readme. */
  public static Optional<BundleForm> ofReadme(String readme) {
    for (BundleForm form : values()) {
      if (readme.startsWith(form.title() + "\n")) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }
}
