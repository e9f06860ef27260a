package dev.gatehouse.gateway.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that starts {@code gatehouse stdio}, here on a thread, and speaks to it by lines. */
final class StdioClient implements AutoCloseable {
  private static final int PIPE_BYTES = 1 << 16;

  private final PrintStream input;
  private final BufferedReader output;
  private final Thread command;
  private final AtomicInteger exitCode;
  private int requests;

  private StdioClient(
      PrintStream input, BufferedReader output, Thread command, AtomicInteger exitCode) {
    this.input = input;
    this.output = output;
    this.command = command;
    this.exitCode = exitCode;
  }

  static StdioClient start(Path configuration) throws IOException {
    PipedInputStream in = new PipedInputStream(PIPE_BYTES);
    PrintStream input = new PrintStream(new PipedOutputStream(in), true, StandardCharsets.UTF_8);
    PipedInputStream out = new PipedInputStream(PIPE_BYTES);
    PrintStream written = new PrintStream(new PipedOutputStream(out), true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(in, written, System.err, false, Map.of());
    AtomicInteger exitCode = new AtomicInteger(-1);
    Thread command =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  exitCode.set(Main.run(terminal, "stdio", "--config", configuration.toString()));
                  written.close();
                });
    var output = new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8));
    return new StdioClient(input, output, command, exitCode);
  }

  String initialize() throws IOException {
    String result =
        ask(
            "initialize",
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}");
    input.println("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return result;
  }

  String find(String name) throws IOException {
    return ask("tools/call", "{\"name\":\"crm__find\",\"arguments\":{\"name\":\"" + name + "\"}}");
  }

  void closeInput() {
    input.close();
  }

  /** Ends the input and gives the exit code. */
  int end() throws InterruptedException {
    input.close();
    return ended();
  }

  /** The exit code, once the command has ended by itself. */
  int ended() throws InterruptedException {
    command.join();
    return exitCode.get();
  }

  @Override
  public void close() {
    input.close();
  }

  /** Sends a message without waiting for an answer. */
  void send(String json) {
    input.println(json);
  }

  /** The next message to the client. */
  String next() throws IOException {
    return String.valueOf(output.readLine());
  }

  private String ask(String method, String params) throws IOException {
    requests++;
    input.println(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
            .formatted(requests, method, params));
    String line = output.readLine();
    if (line == null || !line.contains("\"id\":" + requests)) {
      throw new AssertionError("expected the answer to " + requests + ", got " + line);
    }
    return line;
  }
}
