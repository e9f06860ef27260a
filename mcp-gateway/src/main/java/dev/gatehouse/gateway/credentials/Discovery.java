package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization.Refusal;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import jakarta.json.JsonObject;
import java.net.URI;
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

  private final Server configured;
  private final Trouble trouble;
  private final MetadataDocuments documents;
  private final ResourceDocuments resources;
  private final ReentrantLock finding = new ReentrantLock();
  private volatile @Nullable Found found;
  private volatile Challenge challenge = Challenge.NONE;

  Discovery(URI upstream, Server configured, Trouble trouble, SmallHttp http) {
    this.configured = configured;
    this.trouble = trouble;
    this.documents = new MetadataDocuments(http, trouble);
    this.resources = new ResourceDocuments(upstream, documents, trouble);
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
    Optional<JsonObject> resource = resources.of(said, deadline);
    List<String> scopes =
        said.scopes().isEmpty()
            ? resource
                .map(each -> MetadataDocuments.texts(each, "scopes_supported"))
                .orElse(List.of())
            : said.scopes();
    return new Found(
        documents.server(ResourceDocuments.issuer(resource, configured, trouble), deadline),
        resource.map(each -> each.getString("resource")),
        scopes);
  }
}
