package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse call}. */
@Command(
    name = "call",
    description = "Call a tool through a running gateway.",
    footer = {
      "",
      "A value that is JSON is sent as it is, anything else as text:",
      "  gatehouse call billing__refund invoice=F-17 amount=20 'tags=[\"late\"]'",
      "Text that looks like JSON needs its own quotes: 'zip=\"01234\"'."
    })
final class CallCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final GatewayOption gateway = new GatewayOption();

  @Parameters(index = "0", paramLabel = "TOOL", description = "The tool, such as crm__find.")
  private String tool = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "The arguments.")
  private List<String> pairs = List.of();

  @Option(
      names = "--arguments",
      paramLabel = "JSON",
      description = "The arguments as one JSON object.")
  private Optional<String> arguments = Optional.empty();

  @Option(names = "--json", description = "Print the result as it was sent.")
  private boolean json;

  CallCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (arguments.isPresent() && !pairs.isEmpty()) {
      return terminal.misused("expected either KEY=VALUE or --arguments, found both");
    }
    String object;
    try {
      object = arguments.isPresent() ? Arguments.object(arguments.get()) : Arguments.of(pairs);
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
    Optional<GatewayClient> found = gateway.client(terminal);
    if (found.isEmpty()) {
      return ExitCode.USAGE;
    }
    String params = "{\"name\":%s,\"arguments\":%s}".formatted(JsonStrings.quote(tool), object);
    try (GatewayClient client = found.get()) {
      return print(client.ask("tools/call", tool, params));
    } catch (UpstreamException e) {
      return terminal.failed(ToolsCommand.unreachable(found.get().endpoint(), e));
    }
  }

  private int print(Message.Response response) {
    return switch (response) {
      case Message.Failure failure -> {
        if (json) {
          terminal.out().println(failure.json().slice(failure.error()));
        }
        yield terminal.failed(ToolsCommand.failed(failure));
      }
      case Message.Result result -> {
        if (json) {
          terminal.out().println(result.json().slice(result.result()));
        }
        yield result.result() instanceof ObjectNode object
            ? new ToolResult(result.json(), object).show(terminal, !json)
            : terminal.failed("the gateway answers with something that is not a result");
      }
    };
  }
}
