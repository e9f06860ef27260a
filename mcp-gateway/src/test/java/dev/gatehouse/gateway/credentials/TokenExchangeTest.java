package dev.gatehouse.gateway.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.credentials.OAuthSettings.ClientKey;
import dev.gatehouse.gateway.credentials.OAuthSettings.Grant;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.identity.PresentingIdentifier;
import dev.gatehouse.gateway.identity.Principal;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenExchangeTest {
  private static final Principal ALICE = Principal.local("alice");

  private static Authorization authorization(TokenServer tokens) {
    OAuthSettings settings =
        new OAuthSettings(
            Grant.TOKEN_EXCHANGE,
            new Server.At(tokens.endpoint(), Optional.empty()),
            "gatehouse",
            new ClientKey.Shared(new Secret("planted-secret")),
            List.of("crm:read"),
            Optional.of("https://crm.example.com/mcp"),
            Optional.of("crm"));
    return UpstreamCredentials.of(
        "crm",
        URI.create("https://crm.example.com/mcp"),
        new CredentialSettings.OAuth(settings),
        InstantSource.system(),
        Dialler.standard());
  }

  /** A caller who brought this token, as the gateway knows him then. */
  private static Conversation calling(String token) {
    Identification found =
        new PresentingIdentifier(_ -> new Identification.Known(ALICE))
            .identify(Credentials.bearer(token, "peer"));
    Principal principal = assertInstanceOf(Identification.Known.class, found).principal();
    assertFalse(principal.toString().contains(token), principal.toString());
    return Asking.of(principal);
  }

  @Test
  void aCallersTokenIsExchangedOnceForOneThatTheUpstreamTakes() throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      Authorization authorization = authorization(tokens);
      assertEquals("Bearer planted-1", Asking.shown(authorization, calling("planted-alice")));
      assertEquals("Bearer planted-1", Asking.shown(authorization, calling("planted-alice")));
      assertEquals(
          Map.of(
              "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
              "subject_token", "planted-alice",
              "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
              "scope", "crm:read",
              "resource", "https://crm.example.com/mcp",
              "audience", "crm"),
          tokens.forms().getFirst().parameters());
      assertEquals(1, tokens.forms().size());
    }
  }

  @Test
  void whatOneTokenWasExchangedForIsNotUsedForAnother() throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      Authorization authorization = authorization(tokens);
      assertEquals("Bearer planted-1", Asking.shown(authorization, calling("planted-alice")));
      assertEquals("Bearer planted-2", Asking.shown(authorization, calling("planted-other")));
      assertEquals("Bearer planted-1", Asking.shown(authorization, calling("planted-alice")));
    }
  }

  @Test
  void whoBringsNoTokenIsToldSo() throws Exception {
    try (TokenServer tokens = TokenServer.start()) {
      Authorization authorization = authorization(tokens);
      UpstreamException e =
          Asking.refused(Kind.FORBIDDEN, () -> Asking.shown(authorization, Asking.of(ALICE)));
      assertTrue(e.problem().contains("in the name of callers"), e.problem());
      Asking.refused(Kind.FORBIDDEN, () -> Asking.shown(authorization));
      assertEquals(List.of(), tokens.forms());
    }
  }

  @Test
  void aRefusedExchangeIsSaidWithoutTheToken() throws Exception {
    try (TokenServer tokens =
        TokenServer.start()
            .answering(400, "{\"error\":\"invalid_grant\",\"error_description\":\"planted\"}")) {
      Authorization authorization = authorization(tokens);
      UpstreamException e =
          Asking.refused(
              Kind.FORBIDDEN, () -> Asking.shown(authorization, calling("planted-alice")));
      assertTrue(e.problem().contains("`invalid_grant`"), e.problem());
    }
  }

  @Test
  void aCallerWithoutATokenStaysWithoutOne() {
    Identification found =
        new PresentingIdentifier(_ -> new Identification.Known(ALICE))
            .identify(Credentials.none("peer"));
    assertEquals(new Identification.Known(ALICE), found);
  }
}
