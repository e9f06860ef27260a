package dev.gatehouse.policies.detect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * A kind of data that a policy describes itself.
 *
 * <p>Guarantee: immutable; linear in the length of the text, as RE2 is.
 */
public final class CustomDetector implements Detector {
  private final String label;
  private final Pattern pattern;

  CustomDetector(String label, Pattern pattern) {
    this.label = label;
    this.pattern = pattern;
  }

  @Override
  public String label() {
    return label;
  }

  void scan(Passage passage, Findings findings) {
    Matcher matcher = pattern.matcher(passage.text());
    while (matcher.find()) {
      findings.add(this, matcher.start(), matcher.end());
    }
  }
}
