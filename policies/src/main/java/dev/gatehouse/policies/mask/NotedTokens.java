package dev.gatehouse.policies.mask;

import java.util.Map;

/**
 * The pseudonyms of one message, which remember the tokens that they gave, so that they are kept
 * all at once. Confined to one thread.
 */
record NotedTokens(Pseudonyms pseudonyms, Map<String, String> values) implements Pseudonyms {
  @Override
  public String hash(String kind, String value) throws MaskingException {
    return pseudonyms.hash(kind, value);
  }

  @Override
  public String token(String kind, String value) throws MaskingException {
    String token = pseudonyms.token(kind, value);
    values.putIfAbsent(token, value);
    return token;
  }

  @Override
  public int shiftDays(String subject, int most) throws MaskingException {
    return pseudonyms.shiftDays(subject, most);
  }

  @Override
  public void keep(Map<String, String> more) throws MaskingException {
    pseudonyms.keep(more);
  }
}
