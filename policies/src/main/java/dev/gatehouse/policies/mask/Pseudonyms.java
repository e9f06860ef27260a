package dev.gatehouse.policies.mask;

import java.util.Map;

/**
 * Names that stand for values: the same for the same value of the same kind.
 *
 * <p>Guarantee: thread-safe. Errors: what cannot be named throws; the message is then not to pass.
 */
public interface Pseudonyms {
  /** A name without a way back. */
  String hash(String kind, String value) throws MaskingException;

  /** A name with a way back for those who may, once it is {@linkplain #keep kept}. */
  String token(String kind, String value) throws MaskingException;

  /** By how many days to move the dates of this subject: from −most to most, never 0. */
  int shiftDays(String subject, int most) throws MaskingException;

  /** Keeps what tokens stand for; durable on return, so only then may they go on. */
  void keep(Map<String, String> values) throws MaskingException;

  /** Without a key there are no names. */
  static Pseudonyms none() {
    return new KeylessPseudonyms();
  }
}
