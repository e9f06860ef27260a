package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what one upstream says of itself: at the upstream only, and only where it is about it.
 * Thread-safe.
 *
 * <p>Source: RFC 9728 §3.
 */
final class ResourceDocuments {
  private final URI upstream;
  private final MetadataDocuments documents;
  private final Trouble trouble;

  ResourceDocuments(URI upstream, MetadataDocuments documents, Trouble trouble) {
    this.upstream = upstream;
    this.documents = documents;
    this.trouble = trouble;
  }

  /** The upstream's metadata; nothing where it has none. */
  Optional<JsonObject> of(Challenge said, Deadline deadline)
      throws UpstreamException, InterruptedException {
    for (URI address : addresses(said)) {
      Optional<JsonObject> document = documents.at(address, deadline);
      if (document.isPresent()) {
        String name = document.get().getString("resource", "");
        if (!Origins.isAbout(name, upstream)) {
          throw trouble.forbidden("has metadata that are about another resource");
        }
        return document;
      }
    }
    return Optional.empty();
  }

  private List<URI> addresses(Challenge said) throws UpstreamException {
    if (said.metadata().isPresent()) {
      Optional<URI> address = Origins.parsed(said.metadata().get());
      if (address.isEmpty() || !Origins.isSame(address.get(), upstream)) {
        throw trouble.forbidden("says that its metadata are at another server");
      }
      return List.of(address.get());
    }
    List<URI> addresses = new ArrayList<>();
    String path = Origins.path(upstream);
    if (!path.isEmpty()) {
      addresses.add(upstream.resolve("/.well-known/oauth-protected-resource" + path));
    }
    addresses.add(upstream.resolve("/.well-known/oauth-protected-resource"));
    return addresses;
  }

  /**
   * The name of the server to ask.
   *
   * @param resource the metadata, where there are any
   */
  static String issuer(Optional<JsonObject> resource, Server configured, Trouble trouble)
      throws UpstreamException {
    List<String> named =
        resource
            .map(each -> MetadataDocuments.texts(each, "authorization_servers"))
            .orElse(List.of());
    return switch (configured) {
      case Server.Named(String issuer) -> {
        if (resource.isPresent() && !named.contains(issuer) && !named.contains(issuer + "/")) {
          throw trouble.forbidden("names other authorization servers than its `issuer`");
        }
        yield issuer;
      }
      case Server.At(URI endpoint, Optional<String> issuer) -> issuer.orElse(endpoint.toString());
      case Server.ByUpstream() -> {
        if (named.isEmpty()) {
          throw trouble.forbidden("does not say where tokens are to be had; give its `issuer`");
        }
        yield named.getFirst();
      }
    };
  }
}
