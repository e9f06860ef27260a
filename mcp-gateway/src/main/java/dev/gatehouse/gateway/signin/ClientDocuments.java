package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Clients whose id is the address of a document that describes them.
 *
 * <p>Guarantee: a document is fetched once for as long as it says, within bounds; what a peer may
 * have fetched, and what of a host, is limited. That one is not good is not remembered; while it
 * cannot be had, the last that was good counts for {@link #KEEP} longer. Thread-safe.
 *
 * <p>Source: Client ID Metadata Document draft 01; MCP 2026-07-28 client registration.
 */
final class ClientDocuments {
  private static final long KEPT_MAX = 1000;
  private static final Duration FRESH_MIN = Duration.ofMinutes(1);
  private static final Duration FRESH_MAX = Duration.ofHours(24);
  private static final Duration KEEP = Duration.ofHours(24);
  private static final Set<String> SECRETS = Set.of("client_secret", "client_secret_expires_at");

  private record Kept(Client client, Duration fresh, Instant at) {
    boolean isFresh(Instant now) {
      return !now.isBefore(at) && now.isBefore(at.plus(fresh));
    }
  }

  private final Fetching fetching;
  private final InstantSource clock;
  private final PeerLimit limit = new PeerLimit(30, Duration.ofMinutes(1));
  private final PeerLimit ofHost = new PeerLimit(120, Duration.ofMinutes(1));
  private final boolean reachesThisMachine;
  private final Cache<String, Kept> kept =
      Caffeine.newBuilder()
          .maximumSize(KEPT_MAX)
          .expireAfter(Expiry.<String, Kept>creating((_, document) -> document.fresh().plus(KEEP)))
          .build();

  ClientDocuments(Fetching fetching, boolean reachesThisMachine, InstantSource clock) {
    this.clock = clock;
    this.fetching = fetching;
    this.reachesThisMachine = reachesThisMachine;
  }

  /** The client of this id; throws where it cannot be known now whether there is one. */
  Optional<Client> find(String id, String peer) throws RefusedException {
    Optional<Kept> known = Optional.ofNullable(kept.getIfPresent(id));
    if (known.filter(it -> it.isFresh(clock.instant())).isPresent()) {
      return known.map(Kept::client);
    }
    Optional<URI> address = address(id);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    if (!limit.admits(peer) || !ofHost.admits(address.get().getHost())) {
      return lastKnown(known);
    }
    try {
      Fetching.Document document = fetching.json(address.get());
      Client client = read(id, JsonDocuments.object(document.text()));
      kept.put(id, new Kept(client, bounded(document.fresh()), clock.instant()));
      return Optional.of(client);
    } catch (Fetching.NoDocumentException | RefusedException | JsonException _) {
      kept.invalidate(id);
      return Optional.empty();
    } catch (IOException _) {
      return lastKnown(known);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return lastKnown(known);
    }
  }

  private static Optional<Client> lastKnown(Optional<Kept> known) throws RefusedException {
    return Optional.of(
        known
            .map(Kept::client)
            .orElseThrow(
                () ->
                    RefusedException.later(
                        "document-away", "the document of the program cannot be read now")));
  }

  private static Duration bounded(Duration fresh) {
    Duration most = fresh.compareTo(FRESH_MAX) > 0 ? FRESH_MAX : fresh;
    return most.compareTo(FRESH_MIN) < 0 ? FRESH_MIN : most;
  }

  private Optional<URI> address(String id) {
    try {
      URI uri = new URI(id);
      boolean isPlain =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null
              && uri.getRawPath().length() > 1
              && List.of(uri.getRawPath().split("/", -1)).stream()
                  .noneMatch(part -> part.equals(".") || part.equals(".."));
      boolean isHttps = "https".equals(uri.getScheme());
      return isPlain && (isHttps || reachesThisMachine) ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private Client read(String id, JsonObject metadata) throws RefusedException {
    if (!id.equals(metadata.getString("client_id", ""))
        || metadata.getString("client_name", "").isBlank()
        || SECRETS.stream().anyMatch(metadata::containsKey)) {
      throw ClientMetadata.invalid("not a document of this client");
    }
    Set<Grant> grants = EnumSet.of(Grant.AUTHORIZATION_CODE);
    grants.addAll(ClientMetadata.grants(metadata));
    return new Client(
        id,
        ClientMetadata.name(metadata, "A program without a readable name"),
        ClientMetadata.redirects(metadata),
        proof(metadata),
        grants,
        List.of(),
        Client.Origin.DOCUMENT);
  }

  private Client.Proof proof(JsonObject metadata) throws RefusedException {
    return switch (ClientMetadata.method(metadata, "none")) {
      case "none" -> new Client.Proof.None();
      case "private_key_jwt" -> {
        if (metadata.get("jwks") instanceof JsonObject keys) {
          if (keys.toString().contains("\"d\"")) {
            throw ClientMetadata.invalid("private keys are not for showing");
          }
          yield new Client.Proof.Keys(keys.toString());
        }
        yield new Client.Proof.KeysAt(
            address(metadata.getString("jwks_uri", ""))
                .orElseThrow(() -> ClientMetadata.invalid("expected jwks or jwks_uri")));
      }
      default -> throw ClientMetadata.invalid("not a way for a client of this kind");
    };
  }
}
