package dev.gatehouse.conformance.durability;

import dev.gatehouse.conformance.durability.WalStatements.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges a trace: nothing of a call may go upstream before its request is durable in the log, and
 * nothing of a reply to the client before its response is. Confined to one thread.
 *
 * <p>A call is known by a mark in its arguments, {@code m-<id>}, where {@code id} is that of its
 * JSON-RPC request; the exchange by what the reply says in {@code dev.gatehouse/decision}. Moments
 * are counted in events.
 */
final class DurableOrder implements Consumer<TraceEvent> {
  private static final Pattern MARK = Pattern.compile("\"m-(\\d+)\"");
  private static final Pattern REPLY = Pattern.compile("\"id\":(\\d+)\\b");
  private static final Pattern EXCHANGE =
      Pattern.compile("\"dev\\.gatehouse/decision\":\\{[^}]*?\"exchange\":\"([^\"]+)\"");

  private final int upstreamPort;
  private final WalStatements wal = new WalStatements();
  private final Map<Long, Long> sendBegan = new HashMap<>();
  private final Map<Long, HttpStream> streams = new HashMap<>();
  private final Map<String, Long> calls = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private long walFile = -1;
  private long moment;
  private int judgedCalls;
  private int judgedReplies;

  /**
   * A judge.
   *
   * @param upstreamPort what is sent there goes upstream, everything else to clients
   */
  DurableOrder(int upstreamPort) {
    this.upstreamPort = upstreamPort;
  }

  @Override
  public void accept(TraceEvent event) {
    moment++;
    switch (event) {
      case TraceEvent.Named named -> {
        if (named.path().endsWith("/log.db-wal")) {
          walFile = named.file();
        } else if (named.file() == walFile) {
          walFile = -1;
        }
      }
      case TraceEvent.Wrote wrote -> {
        if (wrote.file() == walFile) {
          wal.wrote(wrote.bytes());
        }
      }
      case TraceEvent.SyncBegan began -> {
        if (began.file() == walFile) {
          wal.syncBegan(began.thread());
        }
      }
      case TraceEvent.SyncEnded ended -> {
        if (ended.file() == walFile) {
          wal.syncEnded(ended.thread(), ended.successful(), moment);
        }
      }
      case TraceEvent.SendBegan began -> sendBegan.put(began.thread(), moment);
      case TraceEvent.Sent sent -> sent(sent);
    }
  }

  private void sent(TraceEvent.Sent sent) {
    HttpStream stream = streams.computeIfAbsent(sent.socket(), socket -> new HttpStream());
    // A sending whose beginning was not told would count as the first event of all.
    long began = sendBegan.getOrDefault(sent.thread(), 0L);
    for (HttpStream.Message message : stream.said(sent.bytes(), began)) {
      if (sent.peerPort() == upstreamPort) {
        upstream(message);
      } else {
        client(message);
      }
    }
  }

  private void upstream(HttpStream.Message message) {
    Matcher mark = MARK.matcher(message.body());
    if (mark.find()) {
      calls.put(mark.group(1), message.began());
    } else if (message.body().contains("\"tools/call\"")) {
      violations.add("a call without a mark went upstream");
    }
  }

  /** The reply tells the exchange: now its call can be judged too. */
  private void client(HttpStream.Message message) {
    Matcher exchange = EXCHANGE.matcher(message.body());
    if (!exchange.find()) {
      return;
    }
    Matcher id = REPLY.matcher(message.body());
    String call = id.find() ? id.group(1) : "none";
    judgedReplies++;
    if (!wal.isDurable(new Statement(exchange.group(1), "response"), message.began())) {
      violations.add("the reply to call " + call + " went out before its response was durable");
    }
    long began = calls.getOrDefault(call, -1L);
    if (began >= 0) {
      calls.remove(call);
      judgedCalls++;
      if (!wal.isDurable(new Statement(exchange.group(1), "request"), began)) {
        violations.add("call " + call + " went upstream before its request was durable");
      }
    }
  }

  /** What was not in order; with what went upstream and was never answered. */
  List<String> violations() {
    List<String> all = new ArrayList<>(violations);
    calls.keySet().forEach(call -> all.add("call " + call + " went upstream and has no reply"));
    return all;
  }

  /** How many calls upstream were judged. */
  int judgedCalls() {
    return judgedCalls;
  }

  /** How many replies to clients were judged. */
  int judgedReplies() {
    return judgedReplies;
  }
}
