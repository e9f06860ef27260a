package dev.gatehouse.gateway.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * As whom the authorization servers of one upstream know the gateway: as configured, else by the
 * address of a document, else as it registered.
 *
 * <p>Guarantee: what one server gave is shown to no other. Thread-safe.
 *
 * <p>Source: MCP 2026-07-28 basic/authorization/client-registration; RFC 7591.
 */
final class OwnClients {
  private static final int SECRET_CHARS_MAX = 4 << 10;

  /** People who change their minds come in smaller numbers, mostly. */
  private static final int TRIPS_AWAY_MAX = 3;

  /** As long as one of them may take. */
  private static final Duration TRIPS_AWAY_FOR = Duration.ofMinutes(10);

  /** An upstream names one, and seldom another. */
  private static final long SERVERS_MAX = 100;

  private final String upstream;
  private final PersonSettings settings;
  private final Trouble trouble;
  private final SmallHttp http;
  private final GrantTable table;
  private final InstantSource clock;
  private final Cache<String, Away> away = Caffeine.newBuilder().maximumSize(SERVERS_MAX).build();

  /** Browsers that went to a server and have not come back, one after the other. */
  private record Away(int trips, Instant since) {}

  OwnClients(
      String upstream,
      PersonSettings settings,
      SmallHttp http,
      GrantTable table,
      InstantSource clock) {
    this.upstream = upstream;
    this.settings = settings;
    this.trouble = new Trouble(upstream);
    this.http = http;
    this.table = table;
    this.clock = clock;
  }

  /** As whom this one knows us, for browsers that come back to this address. */
  CodeClient at(CodeServer server, URI redirect, List<String> scopes, Deadline deadline)
      throws UpstreamException, SQLException, InterruptedException {
    if (settings.clientId().isPresent()) {
      return configured(settings.clientId().get(), server);
    }
    if (settings.clientDocument().isPresent() && server.takesDocuments()) {
      String id = settings.clientDocument().get().toString();
      return new CodeClient(
          id, Optional.empty(), CodeClient.Method.NONE, CodeClient.Origin.DOCUMENT);
    }
    String key = key(server.issuer(), redirect);
    if (neverReturns(key)) {
      forget(server.issuer(), redirect);
    }
    Optional<CodeClient> kept =
        table
            .find(GrantTable.Kind.CLIENT, key)
            .flatMap(MetadataDocuments::object)
            .filter(this::isGood)
            .map(CodeClient::of);
    return kept.isPresent() ? kept.get() : registered(key, server, redirect, scopes, deadline);
  }

  /** Forgets what a server gave us, because it does not know it any more. */
  void forget(String issuer, URI redirect) throws SQLException {
    boolean _ = table.remove(GrantTable.Kind.CLIENT, key(issuer, redirect));
    away.invalidate(key(issuer, redirect));
  }

  /** Forgets this one, wherever browsers come back to. */
  void forget(CodeClient unknown) throws SQLException {
    for (GrantTable.Row row : table.all(GrantTable.Kind.CLIENT)) {
      Optional<String> id =
          row.text().flatMap(MetadataDocuments::object).map(it -> it.getString("id", ""));
      if (id.filter(unknown.id()::equals).isPresent()) {
        boolean _ = table.remove(GrantTable.Kind.CLIENT, row.id());
      }
    }
  }

  /** Takes note of a browser that came back: the server knows us. */
  void returned(String issuer, URI redirect) {
    away.invalidate(key(issuer, redirect));
  }

  /**
   * Notes that a browser goes there, and says whether of those before none has come back for long:
   * a server that does not know us any more keeps them on a page of its own.
   */
  private boolean neverReturns(String key) {
    Instant now = clock.instant();
    Away noted =
        away.asMap()
            .compute(
                key,
                (_, before) ->
                    before == null
                        ? new Away(1, now)
                        : new Away(before.trips() + 1, before.since()));
    return noted.trips() > TRIPS_AWAY_MAX && now.isAfter(noted.since().plus(TRIPS_AWAY_FOR));
  }

  /**
   * As whom a server that gave a grant is shown that we are the same: with the secret of now, where
   * the configuration has one for it.
   */
  CodeClient now(CodeClient then, String issuer) throws SQLException {
    boolean isOurs =
        then.origin() == CodeClient.Origin.CONFIGURED
            && isConfigured(then)
            && table
                .find(GrantTable.Kind.ISSUER, Nonces.digest(upstream + ' ' + then.id()))
                .filter(issuer::equals)
                .isPresent();
    return isOurs ? then.with(settings.clientSecret()) : then;
  }

  /** Whether it is configured, as far as it has to be. */
  boolean isConfigured(CodeClient client) {
    return client.origin() != CodeClient.Origin.CONFIGURED
        || settings.clientId().filter(client.id()::equals).isPresent();
  }

  private String key(String issuer, URI redirect) {
    return Nonces.digest(upstream + ' ' + issuer + ' ' + redirect);
  }

  /**
   * The server that was told the configured name first is the only one that is told it, unless the
   * configuration names another.
   */
  private CodeClient configured(String id, CodeServer server)
      throws UpstreamException, SQLException {
    String key = Nonces.digest(upstream + ' ' + id);
    Optional<String> first = table.find(GrantTable.Kind.ISSUER, key);
    boolean isFirst = first.filter(server.issuer()::equals).isPresent();
    boolean isNamed = settings.server() instanceof OAuthSettings.Server.Named;
    if (first.isPresent() && !isFirst && !isNamed) {
      throw trouble.forbidden(
          "names another authorization server than the one that knows its `client-id`; give its"
              + " `issuer`");
    }
    if (!isFirst) {
      table.put(GrantTable.Kind.ISSUER, key, server.issuer());
    }
    return CodeClient.known(id, settings.clientSecret(), server);
  }

  private boolean isGood(JsonObject kept) {
    return !(kept.get("until") instanceof JsonNumber until)
        || clock.instant().getEpochSecond() < until.longValue();
  }

  private CodeClient registered(
      String key, CodeServer server, URI redirect, List<String> scopes, Deadline deadline)
      throws UpstreamException, SQLException, InterruptedException {
    URI endpoint =
        server
            .registration()
            .orElseThrow(
                () -> trouble.forbidden("wants to know the gateway first; give its `client-id`"));
    CodeClient.Method asked = method(server);
    SmallHttp.Answer answer;
    try {
      answer = http.postJson(endpoint, metadata(redirect, asked, scopes).toString(), deadline);
    } catch (IOException _) {
      throw trouble.away("cannot be connected: its authorization server cannot be reached");
    }
    Optional<JsonObject> said = MetadataDocuments.object(answer.text());
    String id = said.map(each -> each.getString("client_id", "")).orElse("");
    if (answer.status() / 100 != 2 || said.isEmpty() || id.isBlank()) {
      throw trouble.forbidden("does not let the gateway register: HTTP status " + answer.status());
    }
    CodeClient client = client(id, said.get(), asked);
    JsonObject kept =
        said.get().get("client_secret_expires_at") instanceof JsonNumber until
                && until.longValue() > 0
            ? Json.createObjectBuilder(client.json()).add("until", until).build()
            : client.json();
    // If we crash before this, the server knows a client that nobody uses.
    table.put(GrantTable.Kind.CLIENT, key, kept.toString());
    return client;
  }

  private static CodeClient client(String id, JsonObject said, CodeClient.Method asked) {
    Optional<Secret> secret =
        Optional.of(said.getString("client_secret", ""))
            .filter(text -> !text.isEmpty() && text.length() <= SECRET_CHARS_MAX)
            .map(Secret::new);
    CodeClient.Method method =
        CodeClient.Method.of(said.getString("token_endpoint_auth_method", "")).orElse(asked);
    return new CodeClient(
        id,
        secret,
        secret.isEmpty() ? CodeClient.Method.NONE : method,
        CodeClient.Origin.REGISTERED);
  }

  /** Servers that do not say take Basic; RFC 8414 §2. */
  private static CodeClient.Method method(CodeServer server) {
    return List.of(CodeClient.Method.values()).stream()
        .filter(each -> server.methods().contains(each.word()))
        .findFirst()
        .orElse(CodeClient.Method.BASIC);
  }

  private static JsonObject metadata(URI redirect, CodeClient.Method method, List<String> scopes) {
    JsonArrayBuilder grants =
        Json.createArrayBuilder().add("authorization_code").add("refresh_token");
    var json =
        Json.createObjectBuilder()
            .add("client_name", "Gatehouse")
            .add("application_type", Origins.isThisMachine(redirect) ? "native" : "web")
            .add("redirect_uris", Json.createArrayBuilder().add(redirect.toString()))
            .add("grant_types", grants)
            .add("response_types", Json.createArrayBuilder().add("code"))
            .add("token_endpoint_auth_method", method.word());
    if (!scopes.isEmpty()) {
      json.add("scope", String.join(" ", scopes));
    }
    return json.build();
  }
}
