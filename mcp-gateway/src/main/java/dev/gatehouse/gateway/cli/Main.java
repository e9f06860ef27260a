package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the process begins. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  static int run(Terminal terminal, String... arguments) {
    CommandLine line = new CommandLine(new GatehouseCommand());
    line.addSubcommand(new DemoCommand(terminal));
    line.addSubcommand(new ServeCommand(terminal));
    line.addSubcommand(new StdioCommand(terminal));
    line.addSubcommand(new CheckCommand(terminal));
    line.addSubcommand(policy(terminal));
    line.addSubcommand(new ToolsCommand(terminal));
    line.addSubcommand(new CallCommand(terminal));
    line.addSubcommand(new LoginCommand(terminal));
    line.addSubcommand(new LogoutCommand(terminal));
    line.addSubcommand(new LogCommand(terminal));
    line.addSubcommand(new ExportCommand(terminal));
    line.addSubcommand(new VerifyCommand(terminal));
    line.addSubcommand(new EraseCommand(terminal));
    line.addSubcommand(new RetentionCommand(terminal));
    line.addSubcommand(new HoldCommand(terminal));
    line.addSubcommand(new RecoverCommand(terminal));
    line.addSubcommand(new KeysCommand(terminal));
    line.addSubcommand(new SealKeyCommand(terminal));
    line.addSubcommand(new UnsealCommand(terminal));
    line.addSubcommand(new UnmaskCommand(terminal));
    line.addSubcommand(pins(terminal));
    line.addSubcommand(grants(terminal));
    line.addSubcommand(approvals(terminal));
    line.addSubcommand(new WitnessCommand(terminal));
    line.addSubcommand(new PostgresSetupCommand(terminal));
    line.addSubcommand(new VersionCommand(terminal));
    help(line.getCommandSpec());
    line.getSubcommands().values().forEach(command -> help(command.getCommandSpec()));
    line.getCommandSpec().addOption(version()).version(Version.line());
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // An option of ours takes the name of a file behind an @.
    line.setExpandAtFiles(false);
    line.setParameterExceptionHandler((e, ignored) -> misused(terminal, e));
    line.setExecutionExceptionHandler((e, ignored, parsed) -> fault(terminal, e));
    return line.execute(arguments);
  }

  private static CommandLine policy(Terminal terminal) {
    CommandLine policy = new CommandLine(new PolicyCommand());
    policy.addSubcommand(new PolicyCheckCommand(terminal));
    policy.addSubcommand(new PolicyTestCommand(terminal));
    policy.addSubcommand(new PolicyExplainCommand(terminal));
    policy.addSubcommand(new PolicyReplayCommand(terminal));
    policy.addSubcommand(new PolicyReloadCommand(terminal));
    policy.getSubcommands().values().forEach(command -> help(command.getCommandSpec()));
    return policy;
  }

  private static CommandLine pins(Terminal terminal) {
    CommandLine pins = new CommandLine(new PinsCommand(terminal));
    pins.addSubcommand(new PinsDiffCommand(terminal));
    pins.addSubcommand(new PinsAcceptCommand(terminal));
    pins.addSubcommand(new PinsCheckCommand(terminal));
    pins.getSubcommands().values().forEach(command -> help(command.getCommandSpec()));
    return pins;
  }

  private static CommandLine grants(Terminal terminal) {
    CommandLine grants = new CommandLine(new GrantsCommand(terminal));
    grants.addSubcommand("list", new GrantsCommand(terminal));
    grants.addSubcommand(new GrantsRevokeCommand(terminal));
    grants.getSubcommands().values().forEach(command -> help(command.getCommandSpec()));
    return grants;
  }

  private static CommandLine approvals(Terminal terminal) {
    CommandLine approvals = new CommandLine(new ApprovalsCommand(terminal));
    approvals.addSubcommand("list", new ApprovalsCommand(terminal));
    approvals.addSubcommand(new ApprovalsShowCommand(terminal));
    approvals.addSubcommand(new ApprovalsApproveCommand(terminal));
    approvals.addSubcommand(new ApprovalsDenyCommand(terminal));
    approvals.addSubcommand(new ApprovalsRetractCommand(terminal));
    approvals.addSubcommand(new ApprovalsWithdrawCommand(terminal));
    approvals.addSubcommand(new ApprovalsRevokeCommand(terminal));
    approvals.addSubcommand(new ApprovalsJustifyCommand(terminal));
    approvals.addSubcommand(new ApprovalsBreakGlassCommand(terminal));
    approvals.addSubcommand(new ApprovalsAbsenceCommand(terminal));
    approvals.addSubcommand(new ApprovalsDelegationsCommand(terminal));
    approvals.getSubcommands().values().forEach(command -> help(command.getCommandSpec()));
    return approvals;
  }

  private static void help(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
  }

  private static OptionSpec version() {
    return OptionSpec.builder("-V", "--version")
        .versionHelp(true)
        .description("Show the version.")
        .build();
  }

  private static int misused(Terminal terminal, ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e.getArgSpec() == null
        && command.getParent() == null
        && command.getParseResult().originalArgs().isEmpty()) {
      command.usage(command.getErr());
      return ExitCode.USAGE;
    }
    terminal.failed(e);
    if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
      String name = command.getCommandSpec().qualifiedName();
      terminal.err().println(terminal.paint(Paint.FAINT, "see `" + name + " --help`"));
    }
    return ExitCode.USAGE;
  }

  /** A fault of ours: whoever reports it needs all of it. */
  private static int fault(Terminal terminal, Exception e) {
    e.printStackTrace(terminal.err());
    return terminal.failed("this is a fault in Gatehouse, please report it");
  }
}
