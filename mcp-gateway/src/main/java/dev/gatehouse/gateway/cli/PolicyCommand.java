package dev.gatehouse.gateway.cli;

import picocli.CommandLine.Command;

/** The command {@code gatehouse policy}, which only holds the others. */
@Command(
    name = "policy",
    description = "What those who write policies do with them.",
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {}
