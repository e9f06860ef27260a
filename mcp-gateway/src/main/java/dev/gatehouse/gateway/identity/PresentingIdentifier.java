package dev.gatehouse.gateway.identity;

import dev.gatehouse.gateway.identity.presented.PresentedToken;
import java.util.Optional;

/**
 * Leaves callers' tokens with their principals, for upstreams whose credentials are exchanged for
 * them. Only there where a configuration has such an upstream: elsewhere tokens end when they are
 * checked.
 */
public final class PresentingIdentifier implements Identifier {
  private final Identifier checked;

  /** Of those that this one knows. */
  public PresentingIdentifier(Identifier checked) {
    this.checked = checked;
  }

  @Override
  public Identification identify(Credentials credentials) {
    Identification found = checked.identify(credentials);
    Optional<PresentedToken> token =
        credentials.token().map(each -> new PresentedToken(each.text()));
    return found instanceof Identification.Known(Principal principal) && token.isPresent()
        ? new Identification.Known(principal.presenting(token.get()))
        : found;
  }
}
