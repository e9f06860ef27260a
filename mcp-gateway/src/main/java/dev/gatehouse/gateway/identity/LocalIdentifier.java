package dev.gatehouse.gateway.identity;

/**
 * Takes every caller for the operating system's user that runs the gateway: for trying it out, on
 * the loopback interface only. The principal is marked as unverified wherever it is recorded.
 */
public final class LocalIdentifier implements Identifier {
  private final Identification known;

  /** For this user of the operating system. */
  public LocalIdentifier(String user) {
    known = new Identification.Known(Principal.local(user));
  }

  @Override
  public Identification identify(Credentials credentials) {
    return known;
  }
}
