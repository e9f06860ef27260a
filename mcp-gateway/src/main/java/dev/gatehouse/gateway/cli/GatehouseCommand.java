package dev.gatehouse.gateway.cli;

import picocli.CommandLine.Command;

/** The command {@code gatehouse} itself, which only holds the others. */
@Command(
    name = "gatehouse",
    description = "An MCP gateway that leaves a trail which can be proved.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 success, 1 failure, 2 wrong usage or configuration.",
      "To begin with: gatehouse demo"
    })
final class GatehouseCommand {}
