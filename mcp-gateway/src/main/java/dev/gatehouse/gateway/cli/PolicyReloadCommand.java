package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code gatehouse policy reload}. */
@Command(
    name = "reload",
    description = "Have a running gateway read its policy files again, now.",
    footer = {
      "",
      "It does so by itself when they change, and on SIGHUP. Files that have a problem replace",
      "nothing: the problems are shown, and what was in force still is. Calls that are under way",
      "keep the policies that they began with."
    })
final class PolicyReloadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  PolicyReloadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return recordings.orderToGateway(terminal, new Order.Reload());
  }
}
