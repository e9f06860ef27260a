package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.ScriptedServer.Reply;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A legacy server over HTTP that keeps sessions, as the official SDKs do. */
final class LegacyServer implements Script {
  static final String NO_SESSION =
      "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"Bad Request: No valid session"
          + " ID provided\"},\"id\":null}";
  static final String NOT_FOUND =
      "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32001,\"message\":\"Session not found\"},"
          + "\"id\":null}";

  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger opened = new AtomicInteger();
  private final Script calls;
  private volatile String revision = "";
  private volatile int statusForLost = 404;
  private volatile String capabilities = "{\"tools\":{}}";
  private volatile Script streams = (_, reply) -> reply.empty(405);
  private volatile Consumer<Request> told = _ -> {};

  LegacyServer(Script calls) {
    this.calls = calls;
  }

  /** Answers every handshake with this revision. */
  LegacyServer agreeingOn(String fixed) {
    revision = fixed;
    return this;
  }

  /** Says this of sessions that it does not know. */
  LegacyServer sayingOfLost(int status) {
    statusForLost = status;
    return this;
  }

  /** Says that it has these capabilities. */
  LegacyServer withCapabilities(String json) {
    capabilities = json;
    return this;
  }

  /** Answers a GET by this script; without one, it has no such streams. */
  LegacyServer withStreams(Script script) {
    streams = script;
    return this;
  }

  /** Shows each notification and each response that comes. */
  LegacyServer telling(Consumer<Request> listener) {
    told = listener;
    return this;
  }

  /** Forgets all sessions, as a restarted server does. */
  void forgetSessions() {
    sessions.clear();
  }

  @Override
  public void answer(Request request, Reply reply) throws IOException, InterruptedException {
    String session = request.header("Mcp-Session-Id");
    if (request.method().equals("DELETE")) {
      reply.empty(sessions.remove(session) ? 200 : 404);
    } else if (request.rpc().equals("initialize")) {
      String id = "s-" + opened.incrementAndGet();
      sessions.add(id);
      String asked = request.body().replaceAll(".*\"protocolVersion\":\"([^\"]*)\".*", "$1");
      reply.json(
          200,
          """
          {"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"%s",\
          "capabilities":%s,"serverInfo":{"name":"old","version":"1"}}}\
          """
              .formatted(request.id(), revision.isEmpty() ? asked : revision, capabilities),
          "Mcp-Session-Id: " + id);
    } else if (session.isEmpty()) {
      reply.json(400, NO_SESSION);
    } else if (!sessions.contains(session)) {
      reply.json(statusForLost, statusForLost == 404 ? NOT_FOUND : NO_SESSION);
    } else if (request.method().equals("GET")) {
      streams.answer(request, reply);
    } else if (request.rpc().startsWith("notifications/") || request.rpc().startsWith("(")) {
      told.accept(request);
      reply.empty(202);
    } else {
      calls.answer(request, reply);
    }
  }
}
