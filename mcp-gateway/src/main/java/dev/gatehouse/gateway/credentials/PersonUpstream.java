package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import dev.gatehouse.gateway.credentials.PersonGrant.Source;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One upstream that people connect, and the authorization servers that it names. Keeps nothing but
 * what the upstream last said. Thread-safe.
 *
 * <p>Source: OAuth 2.1 §4.1, §4.3; RFC 7636, RFC 8707, RFC 9207, RFC 7009; MCP 2026-07-28
 * basic/authorization.
 */
final class PersonUpstream {
  /** Some requests, each of which has a limit of its own. */
  private static final Duration CONNECTING_MAX = Duration.ofSeconds(20);

  private static final String OFFLINE = "offline_access";

  private final String name;
  private final URI url;
  private final PersonSettings settings;
  private final Trouble trouble;
  private final SmallHttp http;
  private final MetadataDocuments documents;
  private final ResourceDocuments resources;
  private final OwnClients clients;
  private final InstantSource clock;
  private volatile Challenge challenge = Challenge.NONE;

  PersonUpstream(
      String name,
      URI url,
      PersonSettings settings,
      SmallHttp http,
      GrantTable table,
      InstantSource clock) {
    this.name = name;
    this.url = url;
    this.settings = settings;
    this.trouble = new Trouble(name);
    this.http = http;
    this.documents = new MetadataDocuments(http, trouble);
    this.resources = new ResourceDocuments(url, documents, trouble);
    this.clients = new OwnClients(name, settings, http, table, clock);
    this.clock = clock;
  }

  String name() {
    return name;
  }

  /** The host that people know it by. */
  String host() {
    return url.getHost();
  }

  PersonSettings settings() {
    return settings;
  }

  Trouble trouble() {
    return trouble;
  }

  /** Takes note of where the upstream says that its metadata are. */
  void heard(Challenge said) {
    challenge = said.metadata().isPresent() ? said : challenge;
  }

  /** Whether a grant is for this upstream as it is configured now, and not for another before. */
  boolean isFor(PersonGrant grant) {
    Source source = grant.source();
    boolean isResource =
        settings
            .resource()
            .map(source.resource()::equals)
            .orElseGet(() -> Origins.isAbout(source.resource(), url));
    boolean isIssuer =
        switch (settings.server()) {
          case Server.Named(String issuer) -> isSame(issuer, source.issuer());
          case Server.At _, Server.ByUpstream _ -> true;
        };
    return source.upstream().equals(url.toString())
        && isResource
        && isIssuer
        && clients.isConfigured(source.client());
  }

  private static boolean isSame(String issuer, String other) {
    return issuer.equals(other) || issuer.equals(other + "/") || other.equals(issuer + "/");
  }

  /** A way to where the person is asked, which begins at the address that {@link Way} has. */
  record Way(CodeTrip trip, URI address) {
    @Override
    public String toString() {
      return trip.toString();
    }
  }

  /**
   * Finds where the person is asked.
   *
   * @param state to come back with
   * @param browser the digest of what binds the way to it
   */
  Way way(Ask ask, String state, String browser, URI redirect)
      throws UpstreamException, SQLException, InterruptedException {
    Deadline deadline = Deadline.after(CONNECTING_MAX);
    Optional<JsonObject> resource = resources.of(challenge, deadline);
    String issuer = ResourceDocuments.issuer(resource, settings.server(), trouble);
    CodeServer server = CodeServer.of(documents.document(issuer, deadline), trouble);
    List<String> scopes = scopes(ask, resource, server);
    CodeClient client = clients.at(server, redirect, scopes, deadline);
    String named =
        settings
            .resource()
            .or(() -> resource.map(each -> each.getString("resource")))
            .orElseGet(() -> bare(url));
    CodeTrip trip =
        new CodeTrip(
            new Ask(ask.owner(), ask.person(), ask.upstream(), scopes),
            browser,
            server,
            client,
            Nonces.fresh(),
            named,
            redirect);
    return new Way(trip, address(trip, state));
  }

  /** Without what may hold a key; the name of a resource goes through browsers. */
  private static String bare(URI url) {
    return url.toString().replaceFirst("[?#].*", "");
  }

  private List<String> scopes(Ask ask, Optional<JsonObject> resource, CodeServer server) {
    List<String> wanted = ask.scopes();
    if (wanted.isEmpty()) {
      wanted =
          resource
              .map(each -> MetadataDocuments.texts(each, "scopes_supported"))
              .orElse(List.of())
              .stream()
              .filter(Challenge::isScope)
              .toList();
    }
    LinkedHashSet<String> all = new LinkedHashSet<>(wanted);
    if (settings.scopes().isEmpty() && server.scopes().contains(OFFLINE)) {
      all.add(OFFLINE);
    }
    return List.copyOf(all);
  }

  private static URI address(CodeTrip trip, String state) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", trip.client().id());
    query.put("redirect_uri", trip.redirect().toString());
    query.put("state", state);
    query.put("code_challenge", Nonces.digest(trip.verifier()));
    query.put("code_challenge_method", "S256");
    query.put("resource", trip.resource());
    if (!trip.ask().scopes().isEmpty()) {
      query.put("scope", String.join(" ", trip.ask().scopes()));
    }
    if (trip.ask().scopes().contains(OFFLINE)) {
      // Without it servers of OpenID Connect give no refresh token; Core 1.0 §11.
      query.put("prompt", "consent");
    }
    List<String> pairs = new ArrayList<>();
    query.forEach((key, value) -> pairs.add(key + "=" + SmallHttp.encoded(value)));
    String text = trip.server().authorization().toString();
    return URI.create(text + (text.contains("?") ? "&" : "?") + String.join("&", pairs));
  }

  /** What the server gives for the code that a browser brought. */
  PersonGrant grant(CodeTrip trip, String code)
      throws ConnectException, SQLException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("code_verifier", trip.verifier());
    form.put("redirect_uri", trip.redirect().toString());
    Source source =
        new Source(
            url.toString(),
            trip.server().issuer(),
            trip.server().tokens(),
            trip.server().revocation(),
            trip.client(),
            trip.resource());
    clients.returned(source.issuer(), trip.redirect());
    return switch (asked(source, trip.client(), form, trip.ask().scopes(), Optional.empty())) {
      case TokenAnswer.Given(PersonGrant.Tokens tokens) ->
          new PersonGrant(trip.ask(), source, tokens, clock.instant());
      case TokenAnswer.Away() ->
          throw new ConnectException("away", "the service does not answer now; try again later");
      case TokenAnswer.Refused(String word) -> {
        if (word.equals("invalid_client") || word.equals("unauthorized_client")) {
          clients.forget(source.issuer(), trip.redirect());
        }
        throw new ConnectException(word, "the service gave no access (" + word + ")");
      }
    };
  }

  /** Newer tokens. */
  TokenAnswer refreshed(PersonGrant grant, Secret refresh)
      throws SQLException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refresh.text());
    Source source = grant.source();
    CodeClient client = clients.now(source.client(), source.issuer());
    return asked(source, client, form, grant.tokens().scopes(), Optional.of(refresh));
  }

  /**
   * Whether a refusal of newer tokens means that there will never be any. Other refusals are no
   * fault of the person's grant: of what the gateway is configured with, or of what stands between.
   */
  boolean isOver(PersonGrant grant, String word) throws SQLException {
    boolean isUnknown =
        word.equals("invalid_client")
            && grant.source().client().origin() == CodeClient.Origin.REGISTERED;
    if (isUnknown) {
      clients.forget(grant.source().client());
    }
    return isUnknown || word.equals("invalid_grant") || word.equals("invalid_target");
  }

  private TokenAnswer asked(
      Source source,
      CodeClient client,
      Map<String, String> form,
      List<String> usual,
      Optional<Secret> refresh)
      throws InterruptedException {
    form.put("resource", source.resource());
    ClientProof.Shown shown = client.shown();
    form.putAll(shown.form());
    try {
      return TokenAnswer.of(
          http.postOnce(source.tokens(), shown.header(), form, Deadline.after(CONNECTING_MAX)),
          usual,
          refresh,
          clock.instant());
    } catch (IOException _) {
      return new TokenAnswer.Away();
    }
  }

  /** Whether the upstream names another authorization server now than the one that gave this. */
  boolean hasMoved(PersonGrant grant) throws InterruptedException {
    try {
      Optional<JsonObject> resource = resources.of(challenge, Deadline.after(CONNECTING_MAX));
      List<String> named =
          resource
              .map(each -> MetadataDocuments.texts(each, "authorization_servers"))
              .orElse(List.of());
      String issuer = grant.source().issuer();
      return !named.isEmpty() && !named.contains(issuer) && !named.contains(issuer + "/");
    } catch (UpstreamException _) {
      // Nothing is known, and so nothing has changed.
      return false;
    }
  }

  /** Gives the tokens back; whether the server says that it took them. */
  boolean givenBack(PersonGrant grant) throws SQLException, InterruptedException {
    if (grant.source().revocation().isEmpty()) {
      return false;
    }
    Secret token = grant.tokens().refresh().orElse(grant.tokens().access());
    Source source = grant.source();
    ClientProof.Shown shown = clients.now(source.client(), source.issuer()).shown();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("token", token.text());
    form.put(
        "token_type_hint", grant.tokens().refresh().isPresent() ? "refresh_token" : "access_token");
    form.putAll(shown.form());
    try {
      return http.post(
                  source.revocation().get(), shown.header(), form, Deadline.after(CONNECTING_MAX))
              .status()
          == 200;
    } catch (IOException _) {
      return false;
    }
  }
}
