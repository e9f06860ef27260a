package dev.gatehouse.adapters.mcp;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MCP server over stdio that asks its client, notifies and logs, run by tests as a process of
 * its own. Its arguments are traits; the tool's name says what it does with a call. Whatever it is
 * told without being asked, it repeats on standard error.
 */
public final class AskingServer {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final Pattern ID = Pattern.compile("\"id\": ?(\"[^\"]*\"|[0-9]+)");
  private static final Pattern METHOD = Pattern.compile("\"method\": ?\"([^\"]+)\"");
  private static final Pattern TOOL = Pattern.compile("\"name\": ?\"(\\w+)\",\\s*\"arguments\"");
  private static final String FORM =
      "\"elicitation/create\",\"params\":{\"message\":\"who\",\"requestedSchema\":{}}";
  private static final String MODEL =
      "\"sampling/createMessage\",\"params\":{\"messages\":[],\"maxTokens\":9}";
  private static final String ROOTS = "\"roots/list\"";

  private final Set<String> traits;
  private final Map<String, Plan> plans = new LinkedHashMap<>();
  private final List<String> rootsHeard = new ArrayList<>();
  private String initialize = "{}";
  private String listen = "";
  private int lastId;
  private int visits;

  /** What a call still asks, and what it was answered. */
  private record Plan(
      String call, Deque<List<String>> rounds, Set<String> open, List<String> got) {}

  private AskingServer(Set<String> traits) {
    this.traits = traits;
  }

  public static void main(String[] args) throws Exception {
    AskingServer server = new AskingServer(Set.copyOf(Arrays.asList(args)));
    System.err.println("started");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      server.take(line);
    }
    System.err.println("end of input");
  }

  private void take(String line) throws Exception {
    switch (find(METHOD, line)) {
      case "server/discover" -> discover(line);
      case "initialize" -> {
        initialize = line;
        result(
            line,
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true},"
                + "\"resources\":{\"subscribe\":true},\"logging\":{}}}");
      }
      case "notifications/initialized", "notifications/roots/list_changed" -> {
        System.err.println("told " + line);
        if (traits.contains("roots-first")) {
          OUT.println("{\"jsonrpc\":\"2.0\",\"id\":\"first\",\"method\":\"roots/list\"}");
        }
      }
      case "tools/call" -> call(line);
      case "subscriptions/listen" -> {
        listen = find(ID, line);
        System.err.println("told " + line);
        tagged("subscriptions/acknowledged", "\"notifications\":{\"toolsListChanged\":true}");
        tagged("tools/list_changed", "\"n\":1");
      }
      case "resources/subscribe" -> {
        System.err.println("told " + line);
        if (line.contains("no/such")) {
          OUT.println(
              "{\"jsonrpc\":\"2.0\",\"id\":"
                  + find(ID, line)
                  + ",\"error\":{\"code\":-32002,\"message\":\"m\"}}");
        } else {
          result(line, "{}");
        }
      }
      case "resources/unsubscribe", "logging/setLevel" -> {
        System.err.println("told " + line);
        result(line, "{}");
      }
      case "" -> answered(line);
      default -> System.err.println("told " + line);
    }
  }

  private void discover(String line) {
    if (traits.contains("modern")) {
      result(line, "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}}");
    } else {
      OUT.println(
          "{\"jsonrpc\":\"2.0\",\"id\":"
              + find(ID, line)
              + ",\"error\":{\"code\":-32601,\"message\":\"m\"}}");
    }
  }

  private void call(String line) throws Exception {
    switch (find(TOOL, line)) {
      case "form" -> plan(line, List.of(List.of(FORM)));
      case "three" -> plan(line, List.of(List.of(ROOTS, MODEL, FORM)));
      case "rounds" -> plan(line, List.of(List.of(FORM), List.of(MODEL, ROOTS)));
      case "roots" -> result(line, "{\"roots\":" + rootsHeard + "}");
      case "withdraw" -> {
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":\"w\",\"method\":" + ROOTS + "}");
        notification("cancelled", "\"requestId\":\"w\"");
        Thread.sleep(60);
        result(line, "{\"done\":true}");
      }
      case "visit" -> {
        visits++;
        if (visits > 1) {
          result(line, "{\"visits\":" + visits + "}");
        } else {
          OUT.println(
              "{\"jsonrpc\":\"2.0\",\"id\":"
                  + find(ID, line)
                  + ",\"error\":{\"code\":-32042,\"message\":\"m\",\"data\":{\"elicitations\":["
                  + "{\"mode\":\"url\",\"elicitationId\":\"e\",\"url\":\"https://x\"}]}}}");
        }
      }
      case "hasty" -> {
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":\"first\",\"method\":" + ROOTS + "}");
        result(line, "{\"done\":true}");
      }
      case "hello" -> result(line, "{\"initialize\":" + initialize + "}");
      case "hang" -> System.err.println("hanging " + find(ID, line));
      case "die" -> System.exit(3);
      case "log" -> {
        for (String level : List.of("debug", "info", "error")) {
          notification("message", "\"level\":\"" + level + "\",\"data\":1");
        }
        result(line, "{}");
      }
      case "after" -> {
        result(line, "{}");
        notification("tools/list_changed", "\"n\":1");
        notification("resources/updated", "\"uri\":\"file:///a/b\"");
        notification("resources/updated", "\"uri\":\"file:///ab\"");
        notification("prompts/list_changed", "\"n\":2");
        notification("custom", "\"n\":3");
        notification("message", "\"level\":\"error\",\"data\":4");
      }
      case "finish" -> {
        OUT.println(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + listen
                + ",\"result\":{\"resultType\":\"complete\",\"_meta\":{"
                + "\"io.modelcontextprotocol/subscriptionId\":"
                + listen
                + "}}}");
        result(line, "{}");
      }
      default -> result(line, "{\"got\":" + line + "}");
    }
  }

  private void plan(String line, List<List<String>> rounds) {
    Plan plan = new Plan(line, new ArrayDeque<>(rounds), new LinkedHashSet<>(), new ArrayList<>());
    next(plan);
  }

  private void next(Plan plan) {
    if (plan.rounds().isEmpty()) {
      result(plan.call(), "{\"answers\":" + plan.got() + "}");
      return;
    }
    // Written in one piece, as a server that asks for several things at once would.
    StringBuilder lines = new StringBuilder();
    for (String question : plan.rounds().poll()) {
      lastId++;
      String id = Integer.toString(lastId);
      plan.open().add(id);
      plans.put(id, plan);
      lines.append("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":" + question + "}\n");
    }
    OUT.print(lines);
    OUT.flush();
  }

  private void answered(String line) {
    String id = find(ID, line);
    if (id.equals("\"first\"")) {
      rootsHeard.add(line);
      return;
    }
    Plan plan = plans.remove(id);
    if (plan == null) {
      System.err.println("told " + line);
      return;
    }
    if (line.contains("\"error\"")) {
      System.err.println("refused " + line);
    }
    plan.got().add(line);
    plan.open().remove(id);
    if (plan.open().isEmpty()) {
      next(plan);
    }
  }

  private void tagged(String name, String params) {
    notification(
        name, "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + listen + "}," + params);
  }

  private static void notification(String name, String params) {
    OUT.println(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/"
            + name
            + "\",\"params\":{"
            + params
            + "}}");
  }

  private static void result(String line, String result) {
    OUT.println("{\"jsonrpc\":\"2.0\",\"id\":" + find(ID, line) + ",\"result\":" + result + "}");
  }

  private static String find(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? matcher.group(1) : "";
  }
}
