package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Subject;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests over HTTP show, and what becomes of those that are refused. */
class AuthorizationTest {

  /** Numbers its tokens, and gives the next one where the last was refused. */
  private static final class Numbered implements Authorization {
    final AtomicInteger number = new AtomicInteger(1);
    final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final boolean renews;

    Numbered(boolean renews) {
      this.renews = renews;
    }

    @Override
    public Credential credential(Conversation conversation, Deadline deadline) {
      return Credential.bearer("secret-" + number + conversation.subject().owner());
    }

    @Override
    public Optional<Credential> refused(
        Conversation conversation, Credential shown, Refusal refusal, Deadline deadline) {
      refusals.add(refusal);
      number.incrementAndGet();
      return renews ? Optional.of(credential(conversation, deadline)) : Optional.empty();
    }
  }

  private static HttpUpstream upstream(ScriptedServer server, Authorization authorization) {
    return HttpUpstream.of(
        HttpSettings.of("u", server.uri()).withAuthorization(authorization).withSessionsMax(9));
  }

  /** Refuses what does not show this, and answers the rest as another does. */
  private static Script demanding(String token, Script otherwise) {
    return (request, reply) -> {
      if (request.header("Authorization").equals("Bearer " + token)) {
        otherwise.answer(request, reply);
      } else {
        reply.empty(
            401, "WWW-Authenticate: Bearer scope=\"a b\"", "WWW-Authenticate: DPoP algs=\"ES256\"");
      }
    };
  }

  private static Script modern() {
    return (request, reply) ->
        reply.result(
            request,
            request.rpc().equals("server/discover") ? ModernHttpTest.DISCOVERED : "{\"ok\":true}");
  }

  private static Set<String> shown(ScriptedServer server) {
    Set<String> shown = new HashSet<>();
    server.requests().forEach(request -> shown.add(request.header("Authorization")));
    return shown;
  }

  @Test
  void sendsARefusedRequestOnceMoreWithANewCredential() throws Exception {
    Numbered numbered = new Numbered(true);
    try (ScriptedServer server = new ScriptedServer(demanding("secret-2", modern()));
        HttpUpstream upstream = upstream(server, numbered)) {
      upstream.call(Calls.modernCall(), Calls.soon());
      assertEquals(List.of("server/discover", "server/discover", "tools/call"), server.methods());
      assertEquals(
          List.of("Bearer scope=\"a b\"", "DPoP algs=\"ES256\""),
          numbered.refusals.getFirst().challenges());
      assertEquals(1, numbered.refusals.size());
    }
  }

  @Test
  void givesUpWhereTheNewCredentialIsRefusedToo() throws Exception {
    try (ScriptedServer server = new ScriptedServer(demanding("secret-9", modern()));
        HttpUpstream upstream = upstream(server, new Numbered(true))) {
      UpstreamException e =
          Calls.refused(Kind.FORBIDDEN, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      assertEquals(2, server.requests().size());
      assertFalse(e.toString().contains("secret"), e.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void sendsNothingTwiceWhereThereIsNoOtherCredential(int status) throws Exception {
    Numbered numbered = new Numbered(false);
    try (ScriptedServer server = new ScriptedServer((_, reply) -> reply.empty(status));
        HttpUpstream upstream = upstream(server, numbered)) {
      Calls.refused(Kind.FORBIDDEN, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      assertEquals(1, server.requests().size());
      assertEquals(status, numbered.refusals.getFirst().status());
    }
  }

  @Test
  void sendsNothingWhereThereIsNoCredential() throws Exception {
    Authorization none =
        new Authorization() {
          @Override
          public Credential credential(Conversation conversation, Deadline deadline)
              throws UpstreamException {
            throw new UpstreamException(Kind.FORBIDDEN, "upstream `u` has no token");
          }

          @Override
          public Optional<Credential> refused(
              Conversation conversation, Credential shown, Refusal refusal, Deadline deadline) {
            throw new AssertionError("nothing was shown");
          }
        };
    try (ScriptedServer server = new ScriptedServer(modern());
        HttpUpstream upstream = upstream(server, none)) {
      Calls.refused(Kind.FORBIDDEN, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      assertEquals(List.of(), server.requests());
    }
  }

  @Test
  void everyRequestOfALegacySessionShowsTheCredentialOfNow() throws Exception {
    Numbered numbered = new Numbered(true);
    Script legacy =
        new LegacyServer((request, reply) -> reply.result(request, "{\"content\":[]}"))
            .withStreams(
                (_, reply) -> {
                  reply.events();
                  reply.awaitHangUp();
                });
    try (ScriptedServer server =
        new ScriptedServer(
            (request, reply) ->
                demanding("secret-" + (request.method().equals("DELETE") ? 3 : 2), legacy)
                    .answer(request, reply))) {
      try (HttpUpstream upstream = upstream(server, numbered)) {
        upstream.call(Calls.legacyCall(), Calls.soon());
        server.awaitMethod("GET");
        upstream.call(Calls.legacyCall(), Calls.soon());
        upstream.end(Calls.LEGACY.key());
        server.awaitMethod("DELETE");
      }
      assertEquals(Set.of("Bearer secret-1", "Bearer secret-2", "Bearer secret-3"), shown(server));
    }
  }

  @Test
  void theOldestTransportShowsItToo() throws Exception {
    OldServer old = new OldServer((request, stream) -> OldServer.result(request, stream, "{}"));
    try (ScriptedServer server = new ScriptedServer(demanding("secret-2", old));
        HttpUpstream upstream = upstream(server, new Numbered(true))) {
      upstream.call(Calls.legacyCall(), Calls.soon());
      assertTrue(server.methods().contains("GET"), server.methods().toString());
      assertEquals(
          1L,
          server.requests().stream()
              .filter(request -> !request.header("Authorization").equals("Bearer secret-2"))
              .count());
    }
  }

  /** Somebody. */
  private record Named(String owner) implements Subject {}

  @Test
  void eachConversationShowsTheCredentialOfItsOwnSubject() throws Exception {
    try (ScriptedServer server = new ScriptedServer(modern());
        HttpUpstream upstream = upstream(server, new Numbered(true))) {
      for (String owner : List.of("-alice", "-bob")) {
        UpstreamCall call = Calls.modernCall();
        Conversation conversation =
            new Conversation("k" + owner, call.conversation().metadata(), new Named(owner));
        upstream.call(
            new UpstreamCall(
                call.request(), call.text(), call.name(), call.shape(), conversation, _ -> {}),
            Calls.soon());
        assertEquals("Bearer secret-1" + owner, server.last("tools/call").header("Authorization"));
      }
    }
  }

  @Test
  void aParameterOfTheQueryIsAddedAndNeverShown() throws Exception {
    Authorization query =
        new Authorization.Unchanging(new Credential(Map.of(), Map.of("api key", "s+cret/ä")));
    try (ScriptedServer server = new ScriptedServer((_, reply) -> reply.empty(401));
        HttpUpstream upstream =
            HttpUpstream.of(
                HttpSettings.of("u", java.net.URI.create(server.uri() + "?a=%2F"))
                    .withAuthorization(query))) {
      UpstreamException e =
          Calls.refused(Kind.FORBIDDEN, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      assertEquals("/mcp?a=%2F&api%20key=s%2Bcret%2F%C3%A4", server.requests().getFirst().target());
      assertFalse(e.toString().contains("cret"), e.toString());
      assertEquals(
          "Unchanging[credential=Credential[headers=[], query=[api key]]]", query.toString());
    }
  }
}
