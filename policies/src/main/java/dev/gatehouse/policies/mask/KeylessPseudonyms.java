package dev.gatehouse.policies.mask;

import java.util.Map;

/** The pseudonyms of who has no key: none. */
record KeylessPseudonyms() implements Pseudonyms {
  @Override
  public String hash(String kind, String value) throws MaskingException {
    throw new MaskingException("there is no key to hash by");
  }

  @Override
  public String token(String kind, String value) throws MaskingException {
    throw new MaskingException("there is no vault for tokens");
  }

  @Override
  public int shiftDays(String subject, int most) throws MaskingException {
    throw new MaskingException("there is no key to move dates by");
  }

  @Override
  public void keep(Map<String, String> values) throws MaskingException {
    TokenVault.none().keep(values);
  }
}
