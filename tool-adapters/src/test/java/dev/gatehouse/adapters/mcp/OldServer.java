package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.ScriptedServer.Reply;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server of the oldest revision: one stream of events, and another address to post to. */
final class OldServer implements Script {

  /** What a call makes it do. */
  @FunctionalInterface
  interface Calls {
    void answer(Request request, Reply stream) throws IOException, InterruptedException;
  }

  private final Calls calls;
  private final List<Reply> streams = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private volatile String endpoint = "/messages?session=";
  private volatile boolean hasForgotten;

  OldServer(Calls calls) {
    this.calls = calls;
  }

  /** Sends its clients there, to which the number of the session is added. */
  OldServer at(String address) {
    endpoint = address;
    return this;
  }

  /** Knows the sessions so far no more, as a restarted server. */
  void forgetSessions() throws IOException {
    hasForgotten = true;
    streams.getLast().drop();
  }

  /** The stream of the last session. */
  Reply stream() {
    return streams.getLast();
  }

  /** The stream of the session with this number, once it is there. */
  Reply stream(int number) throws InterruptedException {
    for (int i = 0; i < 500 && streams.size() < number; i++) {
      Thread.sleep(10);
    }
    return streams.get(number - 1);
  }

  /** The next notification or response that it was told. */
  String nextTold() throws InterruptedException {
    String next = told.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  @Override
  public void answer(Request request, Reply reply) throws IOException, InterruptedException {
    if (request.method().equals("GET")) {
      hasForgotten = false;
      streams.add(reply.events());
      reply.chunk("event: endpoint\ndata: " + endpoint + streams.size() + "\n\n");
      reply.awaitHangUp();
      return;
    }
    if (!request.target().startsWith("/messages?session=")) {
      reply.empty(405);
      return;
    }
    if (hasForgotten) {
      reply.empty(404);
      return;
    }
    reply.body(202, "text/plain", "Accepted");
    String rpc = request.rpc();
    if (rpc.startsWith("notifications/") || rpc.startsWith("(")) {
      if (!rpc.equals("notifications/initialized")) {
        told.add(request.body());
      }
    } else if (rpc.equals("initialize")) {
      result(
          request,
          stream(),
          "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{\"tools\":{"
              + "\"listChanged\":true}}}");
    } else {
      calls.answer(request, stream());
    }
  }

  /** Answers a request on a stream. */
  static void result(Request request, Reply stream, String result) throws IOException {
    stream.event("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}");
  }
}
