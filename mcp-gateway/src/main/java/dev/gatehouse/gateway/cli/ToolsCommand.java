package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.login.LoginException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse tools}. */
@Command(name = "tools", description = "List the tools that a running gateway offers to you.")
final class ToolsCommand implements Callable<Integer> {
  /** More than any gateway has; ends a list that never ends. */
  private static final int PAGES_MAX = 1_000;

  /** Of a description: enough to choose by; all of it is in the JSON. */
  private static final int CHARACTERS = 80;

  /**
   * A tool of the list.
   *
   * @param json as the gateway sent it
   */
  private record Tool(String name, String description, String json) {}

  private final Terminal terminal;

  @Mixin private final GatewayOption gateway = new GatewayOption();

  @Option(names = "--json", description = "Print a JSON array of the tools as they were sent.")
  private boolean json;

  ToolsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<GatewayClient> found = gateway.client(terminal);
    if (found.isEmpty()) {
      return ExitCode.USAGE;
    }
    List<Tool> tools = new ArrayList<>();
    try (GatewayClient client = found.get()) {
      Optional<String> cursor = Optional.of("{}");
      for (int page = 0; cursor.isPresent() && page < PAGES_MAX; page++) {
        switch (client.ask("tools/list", "", cursor.get())) {
          case Message.Failure failure -> {
            return terminal.failed(failed(failure));
          }
          case Message.Result result -> cursor = take(result, tools);
        }
      }
    } catch (UpstreamException e) {
      return terminal.failed(unreachable(found.get().endpoint(), e));
    }
    print(tools);
    return ExitCode.OK;
  }

  /** Adds the tools of one page; gives the parameters that ask for the next. */
  private static Optional<String> take(Message.Result result, List<Tool> tools) {
    if (!(result.result() instanceof ObjectNode page)) {
      return Optional.empty();
    }
    for (JsonNode node : page.array("tools").map(ArrayNode::elements).orElse(List.of())) {
      if (node instanceof ObjectNode tool) {
        tools.add(
            new Tool(
                tool.string("name").orElse(""),
                tool.string("description").orElse(""),
                result.json().slice(tool)));
      }
    }
    return page.string("nextCursor").map(next -> "{\"cursor\":" + JsonStrings.quote(next) + "}");
  }

  private void print(List<Tool> tools) {
    if (json) {
      terminal.out().println("[" + String.join(",", tools.stream().map(Tool::json).toList()) + "]");
      return;
    }
    int width = tools.stream().mapToInt(tool -> tool.name().length()).max().orElse(0);
    for (Tool tool : tools) {
      String name = ("%-" + Math.max(width, 1) + "s").formatted(Terminal.oneLine(tool.name()));
      terminal.out().println(terminal.paint(Paint.BOLD, name) + "  " + shortened(tool));
    }
  }

  private static String shortened(Tool tool) {
    String line = Terminal.oneLine(tool.description());
    int end =
        line.offsetByCodePoints(0, Math.min(CHARACTERS, line.codePointCount(0, line.length())));
    return end < line.length() ? line.substring(0, end) + "…" : line;
  }

  /** What to say of an error that the gateway answered with. */
  static String failed(Message.Failure failure) {
    String message = failure.error().string("message").orElse("no message");
    String code = failure.error().member("code").map(failure.json()::slice).orElse("?");
    return "the gateway answers: " + message + " (" + code + ")";
  }

  /** What to say where the gateway gives no answer. */
  static String unreachable(URI endpoint, UpstreamException e) {
    return switch (e.kind()) {
      case UNREACHABLE ->
          "no gateway answers at " + endpoint + "; start it with `gatehouse serve`, or give --url";
      case FORBIDDEN ->
          said(e)
              .orElse("the gateway at " + endpoint + " does not accept the sign-in: sign in again");
      case TIMED_OUT, BROKEN_OFF, UNINTELLIGIBLE, NOT_CONNECTED, NOT_WAITING -> e.problem();
    };
  }

  /** What stood in the way of a sign-in, however deep that lies. */
  private static Optional<String> said(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .flatMap(
            each -> each instanceof LoginException said ? Stream.of(said.reason()) : Stream.empty())
        .findFirst();
  }
}
