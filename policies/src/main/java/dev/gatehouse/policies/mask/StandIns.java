package dev.gatehouse.policies.mask;

import java.util.Map;

/** Names of who only wants to know what would be hidden: any will do. */
record StandIns() implements Pseudonyms {
  @Override
  public String hash(String kind, String value) {
    return "[" + kind + ":h:]";
  }

  @Override
  public String token(String kind, String value) {
    return "[" + kind + ":t:]";
  }

  @Override
  public int shiftDays(String subject, int most) {
    return 1;
  }

  @Override
  public void keep(Map<String, String> values) {
    // What stands for nothing needs no keeping.
  }
}
