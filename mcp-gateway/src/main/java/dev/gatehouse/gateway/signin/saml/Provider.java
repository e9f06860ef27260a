package dev.gatehouse.gateway.signin.saml;

import java.net.URI;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The identity provider, as its metadata describes it.
 *
 * @param entityId its name, exactly as in what it issues
 * @param redirect where requests go as redirects
 * @param post where requests go as forms
 * @param keys that it signs with: several while it changes from one to the next
 * @param validUntil after which its metadata must not be used
 */
record Provider(
    String entityId,
    Optional<URI> redirect,
    Optional<URI> post,
    List<PublicKey> keys,
    Optional<Instant> validUntil) {
  Provider {
    keys = List.copyOf(keys);
  }

  /** Where requests of this form go. */
  Optional<URI> signOn(SamlSettings.Binding binding) {
    return switch (binding) {
      case REDIRECT -> redirect;
      case POST -> post;
    };
  }

  boolean isValidAt(Instant now) {
    return validUntil.isEmpty() || now.isBefore(validUntil.get());
  }
}
