package dev.gatehouse.gateway.identity;

import java.net.URI;

/**
 * How an issuer is asked about tokens that say nothing themselves.
 *
 * @param endpoint the introspection endpoint
 * @param clientId who asks
 * @param clientSecret by which it proves that
 */
public record IntrospectionSettings(URI endpoint, String clientId, String clientSecret) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "IntrospectionSettings[" + endpoint + " as " + clientId + "]";
  }
}
