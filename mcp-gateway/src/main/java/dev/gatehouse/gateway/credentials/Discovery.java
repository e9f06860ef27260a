package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization.Refusal;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where tokens for an upstream are to be had, and remembers it until the upstream refuses
 * one.
 *
 * <p>Guarantee: metadata of the upstream are read at the upstream only, and count only where they
 * are about it; metadata of an authorization server count only where they bear its name. Where the
 * configuration names the server, no other is used. Thread-safe.
 *
 * <p>Source: RFC 9728, RFC 8414; MCP 2026-07-28 basic/authorization/authorization-server-discovery.
 */
final class Discovery {

  /**
   * What was found.
   *
   * @param resource the upstream's name for itself, letter by letter
   * @param scopes that it wants
   */
  record Found(AuthorizationServer server, Optional<String> resource, List<String> scopes) {
    Found {
      scopes = List.copyOf(scopes);
    }
  }

  private final URI upstream;
  private final Server configured;
  private final Trouble trouble;
  private final MetadataDocuments documents;
  private final ReentrantLock finding = new ReentrantLock();
  private volatile @Nullable Found found;
  private volatile Challenge challenge = Challenge.NONE;

  Discovery(URI upstream, Server configured, Trouble trouble, SmallHttp http) {
    this.upstream = upstream;
    this.configured = configured;
    this.trouble = trouble;
    this.documents = new MetadataDocuments(http, trouble);
  }

  /** Takes note of what the upstream says, which may be that something has changed. */
  void heard(Refusal refusal) {
    challenge = Challenge.in(refusal);
    found = null;
  }

  /** Looks once more, because what was found does not work. */
  void forget() {
    found = null;
  }

  /** What is known, or else what can be found. */
  Found find(Deadline deadline) throws UpstreamException, InterruptedException {
    Found known = found;
    if (known != null) {
      return known;
    }
    if (!finding.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw trouble.away("got no token in time");
    }
    try {
      known = found;
      if (known == null) {
        known = look(challenge, deadline);
        found = known;
      }
      return known;
    } finally {
      finding.unlock();
    }
  }

  private Found look(Challenge said, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (configured instanceof Server.At(URI endpoint, Optional<String> issuer)) {
      String name = issuer.orElse(endpoint.toString());
      return new Found(
          new AuthorizationServer(endpoint, name, List.of()), Optional.empty(), said.scopes());
    }
    Optional<JsonObject> resource = resource(said, deadline);
    List<String> scopes =
        said.scopes().isEmpty()
            ? resource
                .map(each -> MetadataDocuments.texts(each, "scopes_supported"))
                .orElse(List.of())
            : said.scopes();
    return new Found(
        documents.server(issuer(resource), deadline),
        resource.map(each -> each.getString("resource")),
        scopes);
  }

  /** The name of the server to ask. */
  private String issuer(Optional<JsonObject> resource) throws UpstreamException {
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

  /** The upstream's metadata; nothing where it has none. */
  private Optional<JsonObject> resource(Challenge said, Deadline deadline)
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
}
