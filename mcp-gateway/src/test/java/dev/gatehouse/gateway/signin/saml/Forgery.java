package dev.gatehouse.gateway.signin.saml;

/** A response that must make nobody known, and the word for why. */
record Forgery(String name, Refusal reason, String field) {
  static Forgery of(String name, Refusal reason, String xml) {
    return new Forgery(name, reason, TestResponses.field(xml));
  }

  @Override
  public String toString() {
    return name + " -> " + reason.word();
  }
}
