package dev.gatehouse.adapters.mcp;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MCP server over stdio, run by tests as a process of its own. Its first argument says how it
 * takes the first question, the tool's name what it does with a call. Whatever it is told without
 * being asked, it repeats on standard error.
 */
public final class ChildServer {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final Pattern ID = Pattern.compile("\"id\": ?(\"[^\"]*\"|[0-9]+)");
  private static final Pattern TOKEN = Pattern.compile("\"progressToken\": ?(\"[^\"]*\"|[0-9]+)");
  private static final Pattern TOOL = Pattern.compile("\"name\": ?\"(\\w+)\",\\s*\"arguments\"");

  private final String mode;
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private boolean isOpen;

  private ChildServer(String mode) {
    this.mode = mode;
  }

  public static void main(String[] args) throws Exception {
    if (args.length > 1) {
      Path starts = Path.of(args[1]);
      Files.writeString(starts, Files.exists(starts) ? Files.readString(starts) + "x" : "x");
    }
    new ChildServer(args[0]).run();
  }

  /** The command that runs it. */
  static List<String> command(String... args) {
    return command(ChildServer.class, args);
  }

  /** The command that runs a server of the tests. */
  static List<String> command(Class<?> server, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                Path.of(URI.create(classes())).toString(),
                server.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /** Where this class was loaded from. */
  private static String classes() {
    return ChildServer.class.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  private void run() throws Exception {
    if (mode.equals("dead")) {
      System.err.println("cannot start");
      System.exit(4);
    }
    if (mode.equals("slow-modern")) {
      Thread.sleep(700);
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.contains("\"server/discover\"")) {
        discover(line);
      } else if (line.contains("\"initialize\"")) {
        initialize(line);
      } else if (line.contains("\"tools/call\"")) {
        call(line);
      } else {
        System.err.println("told " + line);
      }
    }
    if (mode.equals("stubborn")) {
      Thread.sleep(60_000);
    }
    System.err.println("end of input");
  }

  private void discover(String line) {
    switch (mode) {
      case "modern", "slow-modern" ->
          result(
              line,
              "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},"
                  + "\"instructions\":\"modern\"}");
      case "silent" -> {}
      case "fragile" -> System.exit(5);
      default -> error(line, "-32601");
    }
  }

  private void initialize(String line) {
    switch (mode) {
      case "modern", "slow-modern", "refusing" -> error(line, "-32601");
      case "alien" -> result(line, "{\"protocolVersion\":\"1900-01-01\"}");
      default -> {
        isOpen = true;
        result(
            line,
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                + "\"serverInfo\":{\"name\":\"child\"},\"instructions\":\"legacy\"}");
      }
    }
  }

  private void call(String line) throws Exception {
    if (!isOpen && !mode.contains("modern")) {
      error(line, "-32000");
      return;
    }
    Matcher tool = TOOL.matcher(line);
    switch (tool.find() ? tool.group(1) : "") {
      case "progress" -> {
        for (int i = 0; i < 50; i++) {
          notification("progress", "\"progressToken\":" + find(TOKEN, line) + ",\"progress\":" + i);
        }
        notification("progress", "\"progressToken\":99999,\"progress\":1");
        result(line, "{}");
      }
      case "log" -> {
        notification("message", "\"level\":\"info\",\"data\":1");
        notification("tools/list_changed", "\"x\":1");
        result(line, "{}");
      }
      case "flood" -> {
        for (int i = 0; i < 30_000; i++) {
          notification("progress", "\"progressToken\":" + find(TOKEN, line) + ",\"progress\":" + i);
        }
        result(line, "{}");
      }
      case "die" -> System.exit(3);
      case "hang" -> System.err.println("hanging " + find(ID, line));
      case "huge" -> OUT.println("{\"jsonrpc\":\"2.0\",\"x\":\"" + "x".repeat(300_000) + "\"}");
      case "noise" -> {
        OUT.println("Server listening...");
        OUT.println();
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":\"nobody's\",\"result\":{}}");
        OUT.println("{\"a\":1,\"a\":2}");
        OUT.print("{\"jsonrpc\":\"2.0\",\"id\":" + find(ID, line) + ",");
        OUT.flush();
        Thread.sleep(30);
        OUT.print("\"result\":{\"é\":1.0}}\r\n");
        OUT.flush();
      }
      case "ask" -> {
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}");
        String pong = in.readLine();
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"sampling/createMessage\"}");
        result(line, "{\"answers\":[" + pong + "," + in.readLine() + "]}");
      }
      case "environment" -> result(line, environment());
      default -> result(line, "{\"got\":" + line + "}");
    }
  }

  private static String environment() {
    StringBuilder json = new StringBuilder("{\"names\":\"");
    new TreeMap<>(System.getenv()).keySet().forEach(name -> json.append(name).append(' '));
    return json
        + "\",\"secret\":\""
        + System.getenv("CHILD_SECRET")
        + "\",\"directory\":\""
        + Path.of("").toAbsolutePath()
        + "\"}";
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

  private static void error(String line, String code) {
    OUT.println(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + find(ID, line)
            + ",\"error\":{\"code\":"
            + code
            + ",\"message\":\"m\"}}");
  }

  private static String find(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? matcher.group(1) : "null";
  }
}
