package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import dev.gatehouse.gateway.identity.presented.SubjectToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The credentials that a configuration gives to one upstream. Nothing is fetched yet. */
public final class UpstreamCredentials {
  private static final String GRANT = "grant_type";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  private UpstreamCredentials() {}

  /**
   * Of the upstream of this name at this address.
   *
   * @param dialler asks authorization servers; it may connect to the addresses that stand in the
   *     settings
   */
  public static Authorization of(
      String upstream, URI url, CredentialSettings settings, InstantSource clock, Dialler dialler) {
    return switch (settings) {
      case CredentialSettings.Bearer(Secret token) -> unchanging(Credential.bearer(token.text()));
      case CredentialSettings.Basic(String user, Secret password) ->
          unchanging(Credential.header("Authorization", basic(user, password.text())));
      case CredentialSettings.Header(String name, Secret value) ->
          unchanging(Credential.header(name, value.text()));
      case CredentialSettings.Query(String name, Secret value) ->
          unchanging(new Credential(Map.of(), Map.of(name, value.text())));
      case CredentialSettings.Command command ->
          new OneForAll(
              new KeptToken(upstream, new CommandTokens(upstream, command), clock), false);
      case CredentialSettings.InFile(var file) -> new FileToken(upstream, file);
      // Without people nothing is there that anybody could have let us do; see PersonGrants.
      case CredentialSettings.Person _ -> Authorization.Unchanging.NONE;
      case CredentialSettings.OAuth(OAuthSettings oauth) ->
          oauth(upstream, url, oauth, clock, named(dialler, url, oauth));
    };
  }

  private static Authorization oauth(
      String upstream, URI url, OAuthSettings settings, InstantSource clock, Dialler dialler) {
    Trouble trouble = new Trouble(upstream);
    SmallHttp http = new SmallHttp(dialler);
    Discovery discovery = new Discovery(url, settings.server(), trouble, http);
    ClientProof proof = new ClientProof(settings, trouble, clock);
    return switch (settings.grant()) {
      case CLIENT_CREDENTIALS ->
          new OneForAll(
              new KeptToken(
                  upstream,
                  new OAuthTokens(
                      settings,
                      trouble,
                      discovery,
                      proof,
                      http,
                      Map.of(GRANT, "client_credentials")),
                  clock),
              settings.server() instanceof Server.ByUpstream);
      case TOKEN_EXCHANGE ->
          new PerCaller(
              upstream,
              token -> {
                Map<String, String> grant = new LinkedHashMap<>();
                grant.put(GRANT, EXCHANGE);
                grant.putAll(SubjectToken.parameters(token));
                return new OAuthTokens(settings, trouble, discovery, proof, http, grant);
              },
              clock);
    };
  }

  /** The same, which may also connect to the addresses that stand in the configuration. */
  private static Dialler named(Dialler dialler, URI url, OAuthSettings settings) {
    Dialler named = dialler.naming(url);
    return switch (settings.server()) {
      case Server.At(URI endpoint, var issuer) ->
          issuer.map(URI::create).map(named::naming).orElse(named).naming(endpoint);
      case Server.Named(String issuer) -> named.naming(URI.create(issuer));
      case Server.ByUpstream() -> named;
    };
  }

  private static Authorization unchanging(Credential credential) {
    return new Authorization.Unchanging(credential);
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
