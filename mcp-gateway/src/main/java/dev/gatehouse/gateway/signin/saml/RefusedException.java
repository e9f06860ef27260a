package dev.gatehouse.gateway.signin.saml;

/**
 * Carries a refusal up to {@link SamlProvider#finish}, which makes a value of it. Has no cause: a
 * parser's message may hold pieces of what was read.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.word(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
