package dev.gatehouse.gateway.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.credentials.OAuthSettings.ClientKey;
import dev.gatehouse.gateway.credentials.OAuthSettings.Grant;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCredentialsTest {
  private static final String RESOURCE = "/.well-known/oauth-protected-resource";
  private static final String SERVER = "/.well-known/oauth-authorization-server";
  private static final ClientKey SECRET = new ClientKey.Shared(new Secret("planted secret"));

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  private Authorization authorization(URI upstream, Server server, ClientKey key) {
    OAuthSettings settings =
        new OAuthSettings(
            Grant.CLIENT_CREDENTIALS,
            server,
            "gate:house",
            key,
            List.of(),
            Optional.empty(),
            Optional.empty());
    return UpstreamCredentials.of(
        "crm", upstream, new CredentialSettings.OAuth(settings), now::get, Dialler.standard());
  }

  private Authorization at(TokenServer tokens) {
    Server server = new Server.At(tokens.endpoint(), Optional.empty());
    return authorization(tokens.uri().resolve("/mcp"), server, SECRET);
  }

  private Authorization named(TokenServer tokens) {
    Server server = new Server.Named(tokens.uri().toString());
    return authorization(tokens.uri().resolve("/mcp"), server, SECRET);
  }

  @Test
  void manyCallersShareOneToken() throws Exception {
    try (TokenServer tokens = TokenServer.start().slow(200)) {
      Authorization authorization = at(tokens);
      Set<String> shown = ConcurrentHashMap.newKeySet();
      List<Thread> callers = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 50; i++) {
        callers.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    shown.add(Asking.shown(authorization));
                  } catch (Exception e) {
                    shown.add(e.toString());
                  }
                }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(Set.of("Bearer planted-1"), shown);
      assertEquals(1, tokens.forms().size());
      TokenServer.Form form = tokens.forms().getFirst();
      assertEquals(Map.of("grant_type", "client_credentials"), form.parameters());
      assertEquals(
          "gate%3Ahouse:planted+secret",
          new String(Base64.getDecoder().decode(form.authorization().substring(6)), UTF_8));
    }
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItEnds() throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      Authorization authorization = at(tokens);
      assertEquals("Bearer planted-1", Asking.shown(authorization));
      now.set(now.get().plusSeconds(53));
      assertEquals("Bearer planted-1", Asking.shown(authorization));
      now.set(now.get().plusSeconds(2));
      assertEquals("Bearer planted-2", Asking.shown(authorization));
    }
  }

  @Test
  void anOldTokenIsUsedToItsEndWhereTheServerIsAway() throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      Authorization authorization = at(tokens);
      Asking.shown(authorization);
      tokens.answering(503, "planted");
      now.set(now.get().plusSeconds(55));
      assertEquals("Bearer planted-1", Asking.shown(authorization));
      now.set(now.get().plusSeconds(5));
      Asking.refused(Kind.UNREACHABLE, () -> Asking.shown(authorization));
    }
  }

  @Test
  void aRefusedTokenIsReplacedOnceAndNotShownAgain() throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      Authorization authorization = at(tokens);
      assertEquals("Bearer planted-1", Asking.shown(authorization));
      assertEquals("Bearer planted-2", Asking.again(authorization, "Bearer planted-1"));
      // Another caller whose request was under way then.
      assertEquals("Bearer planted-2", Asking.again(authorization, "Bearer planted-1"));
      assertEquals("Bearer planted-2", Asking.shown(authorization));
      assertEquals(2, tokens.forms().size());
      UpstreamException e =
          Asking.refused(Kind.FORBIDDEN, () -> Asking.again(authorization, "Bearer planted-2"));
      assertTrue(e.problem().startsWith("upstream `crm` refuses tokens"), e.problem());
      // Nor is the authorization server asked for more of them at every call.
      Asking.refused(Kind.FORBIDDEN, () -> Asking.shown(authorization));
      assertEquals(2, tokens.forms().size());
      now.set(now.get().plusSeconds(10));
      assertEquals("Bearer planted-3", Asking.shown(authorization));
    }
  }

  @Test
  void manyCallersShareOneFailure() throws Exception {
    try (TokenServer tokens = TokenServer.start().slow(500).answering(503, "planted")) {
      Authorization authorization = at(tokens);
      Set<String> said = ConcurrentHashMap.newKeySet();
      List<Thread> callers = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 50; i++) {
        callers.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    said.add(Asking.shown(authorization));
                  } catch (Exception e) {
                    said.add(e.getMessage());
                  }
                }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(
          Set.of("upstream `crm` got no token: its authorization server answers with 503"), said);
      assertTrue(tokens.forms().size() <= 2, "asked " + tokens.forms().size() + " times");
    }
  }

  @Test
  void saysWhenTheUpstreamWantsMoreScopes() throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      Authorization authorization = at(tokens);
      String shown = Asking.shown(authorization);
      UpstreamException e =
          Asking.refused(
              Kind.FORBIDDEN,
              () ->
                  Asking.forbidden(
                      authorization,
                      shown,
                      "Bearer error=\"insufficient_scope\", scope=\"planted\""));
      assertTrue(e.problem().contains("`scopes`"), e.problem());
      assertEquals(Optional.empty(), Asking.forbidden(authorization, shown, "Bearer"));
      assertEquals(shown, Asking.shown(authorization));
    }
  }

  @Test
  void anotherTokenThatIsTheSameIsNotShown() throws Exception {
    try (TokenServer tokens =
        TokenServer.start()
            .answering(200, "{\"access_token\":\"planted\",\"token_type\":\"bearer\"}")) {
      Authorization authorization = at(tokens);
      assertEquals("Bearer planted", Asking.shown(authorization));
      Asking.refused(Kind.FORBIDDEN, () -> Asking.again(authorization, "Bearer planted"));
    }
  }

  @Test
  void saysWhenTheServerIsAway() throws Exception {
    TokenServer tokens = TokenServer.start();
    Authorization authorization = at(tokens);
    tokens.close();
    Asking.refused(Kind.UNREACHABLE, () -> Asking.shown(authorization));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\":\"invalid_client\",\"error_description\":\"planted\"} | `invalid_client`",
        "400 | {\"error\":\"planted\"} | HTTP status 400",
        "302 | planted | HTTP status 302",
        "200 | planted | no bearer token",
        "200 | {\"access_token\":\"a b\",\"token_type\":\"Bearer\"} | no bearer token",
        "200 | {\"access_token\":\"planted\",\"token_type\":\"DPoP\"} | no bearer token"
      })
  void saysWhatIsWrongWithoutWhatWasSaid(int status, String body, String words) throws Exception {
    try (TokenServer tokens = TokenServer.start().answering(status, body)) {
      UpstreamException e = Asking.refused(Kind.FORBIDDEN, () -> Asking.shown(at(tokens)));
      assertTrue(e.problem().contains(words), e.problem());
    }
  }

  @Test
  void asksForTheResourceLetterByLetterAndWithItsScopes() throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      tokens
          .with(
              RESOURCE,
              "{\"resource\":\"$\",\"authorization_servers\":[\"$\"],"
                  + "\"scopes_supported\":[\"a\",\"b\"]}")
          .with(
              SERVER,
              "{\"issuer\":\"$\",\"token_endpoint\":\"$/token\","
                  + "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]}");
      assertEquals("Bearer planted-1", Asking.shown(named(tokens)));
      assertEquals(List.of(RESOURCE + "/mcp", RESOURCE, SERVER), tokens.asked());
      assertEquals(
          Map.of(
              "grant_type", "client_credentials",
              "client_id", "gate:house",
              "client_secret", "planted secret",
              "resource", tokens.uri().toString(),
              "scope", "a b"),
          tokens.forms().getFirst().parameters());
    }
  }

  @Test
  void whatTheUpstreamSaysLeadsToTheServerThatItNames() throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      tokens
          .with("/here.json", "{\"resource\":\"$/mcp\",\"authorization_servers\":[\"$/t\"]}")
          .with(
              "/t/.well-known/openid-configuration",
              "{\"issuer\":\"$/t\",\"token_endpoint\":\"$/token\"}");
      Authorization authorization =
          authorization(tokens.uri().resolve("/mcp"), new Server.ByUpstream(), SECRET);
      assertEquals("", Asking.shown(authorization));
      assertEquals(List.of(), tokens.asked());
      String challenge =
          "Bearer error=\"invalid_token\", scope=\"c\", resource_metadata=\""
              + tokens.uri()
              + "/here.json\"";
      assertEquals("Bearer planted-1", Asking.again(authorization, "", challenge));
      assertEquals("c", tokens.forms().getFirst().parameters().get("scope"));
      assertEquals("Bearer planted-1", Asking.shown(authorization));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resource\":\"https://evil.example.com/mcp\",\"authorization_servers\":[\"$\"]}",
        "{\"resource\":\"$/other\",\"authorization_servers\":[\"$\"]}",
        "{\"resource\":\"$/mcp\",\"authorization_servers\":[\"$/another\"]}",
        "{\"authorization_servers\":[\"$\"]}"
      })
  void believesNoMetadataThatAreNotTheUpstreams(String document) throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      tokens
          .with(RESOURCE + "/mcp", document)
          .with(SERVER, "{\"issuer\":\"$\",\"token_endpoint\":\"$/token\"}");
      Asking.refused(Kind.FORBIDDEN, () -> Asking.shown(named(tokens)));
      assertEquals(List.of(), tokens.forms());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"issuer\":\"https://evil.example.com\",\"token_endpoint\":\"$/token\"}",
        "{\"issuer\":\"$\",\"token_endpoint\":\"http://evil.example.com/token\"}",
        "{\"issuer\":\"$\"}",
        "{\"token_endpoint\":\"$/token\"}"
      })
  void believesNoServerThatBearsAnotherName(String document) throws Exception {
    try (TokenServer tokens = TokenServer.start().with(SERVER, document)) {
      Asking.refused(Kind.FORBIDDEN, () -> Asking.shown(named(tokens)));
      assertEquals(List.of(), tokens.forms());
    }
  }

  @Test
  void readsMetadataAtTheUpstreamOnly() throws Exception {
    try (TokenServer tokens = TokenServer.start();
        TokenServer other = TokenServer.start()) {
      Authorization authorization =
          authorization(tokens.uri().resolve("/mcp"), new Server.ByUpstream(), SECRET);
      String challenge = "Bearer resource_metadata=\"" + other.uri() + "/x\"";
      Asking.refused(Kind.FORBIDDEN, () -> Asking.again(authorization, "", challenge));
      assertEquals(List.of(), other.asked());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EC, secp256r1, ES256",
    "EC, secp384r1, ES384",
    "RSA, 2048, RS256",
    "Ed25519, , EdDSA"
  })
  void signsForTheServerByItsName(String kind, String size, String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    if (kind.equals("EC")) {
      generator.initialize(new java.security.spec.ECGenParameterSpec(size));
    } else if (kind.equals("RSA")) {
      generator.initialize(Integer.parseInt(size));
    }
    KeyPair pair = generator.generateKeyPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    SigningKey key = SigningKey.read(pem).orElseThrow().known("k1");
    assertEquals("SigningKey[" + algorithm + "]", key.toString());
    try (TokenServer tokens = TokenServer.start()) {
      tokens.with(SERVER, "{\"issuer\":\"$\",\"token_endpoint\":\"$/token\"}");
      Asking.shown(
          authorization(
              tokens.uri().resolve("/mcp"),
              new Server.Named(tokens.uri().toString()),
              new ClientKey.Signing(key)));
      Map<String, String> form = tokens.forms().getFirst().parameters();
      JwtClaims claims =
          new JwtConsumerBuilder()
              .setVerificationKey(pair.getPublic())
              .setExpectedAudience(tokens.uri().toString())
              .setExpectedIssuer("gate:house")
              .setExpectedSubject("gate:house")
              .setRequireExpirationTime()
              .setRequireJwtId()
              .build()
              .processToClaims(form.get("client_assertion"));
      assertTrue(claims.getExpirationTime().getValue() < now.get().getEpochSecond() + 301);
      assertEquals(
          "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          form.get("client_assertion_type"));
      assertFalse(form.containsKey("client_id"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "planted", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"})
  void takesNothingElseForAKey(String pem) {
    assertEquals(Optional.empty(), SigningKey.read(pem));
  }
}
