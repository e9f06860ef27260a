package dev.gatehouse.policies.check;

import dev.gatehouse.policies.mask.KeyedPseudonyms;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.Pseudonyms;
import java.util.Map;

/**
 * Pseudonyms by a key that everybody knows, so that a test can say what comes out, and the same
 * comes out everywhere. Immutable.
 */
record TestPseudonyms(Pseudonyms keyed) implements Pseudonyms {
  static TestPseudonyms ofZeroes() {
    return new TestPseudonyms(KeyedPseudonyms.of(new byte[KeyedPseudonyms.KEY_BYTES_MIN]));
  }

  @Override
  public String hash(String kind, String value) throws MaskingException {
    return keyed.hash(kind, value);
  }

  /** Of the shape of a hash: there is no vault here that could lead back. */
  @Override
  public String token(String kind, String value) throws MaskingException {
    return keyed.hash(kind, value).replace(":h:", ":t:");
  }

  @Override
  public int shiftDays(String subject, int most) throws MaskingException {
    return keyed.shiftDays(subject, most);
  }

  @Override
  public void keep(Map<String, String> values) {
    // Nobody asks a test for what its tokens stand for.
  }
}
