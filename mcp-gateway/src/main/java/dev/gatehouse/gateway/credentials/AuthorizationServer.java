package dev.gatehouse.gateway.credentials;

import java.net.URI;
import java.util.List;

/**
 * Where tokens are to be had. Immutable.
 *
 * @param tokenEndpoint where forms are posted
 * @param name what it calls itself, which assertions are made for
 * @param methods how clients may show who they are, as it says; empty where it does not say
 */
record AuthorizationServer(URI tokenEndpoint, String name, List<String> methods) {
  AuthorizationServer {
    methods = List.copyOf(methods);
  }

  /** Whether it takes this way; servers that do not say take Basic and assertions. */
  boolean takes(String method) {
    return methods.isEmpty() || methods.contains(method);
  }
}
