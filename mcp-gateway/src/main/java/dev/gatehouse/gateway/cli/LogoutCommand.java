package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.login.KeptLogin;
import dev.gatehouse.gateway.login.LoginException;
import dev.gatehouse.gateway.login.Logins;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse logout}. */
@Command(
    name = "logout",
    description = "End what `gatehouse login` began, and remove what was kept of it.",
    footer = {
      "",
      "The session ends at once where the issuer lets programs end one. An access token that is",
      "good already stays good until it ends, which is soon."
    })
final class LogoutCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "The gateway's MCP endpoint (default: the one that the configuration names).")
  private Optional<URI> url = Optional.empty();

  LogoutCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<KnownGateway> gateway =
        url.isPresent()
            ? url.map(KnownGateway::at)
            : configuration.lookedUp(terminal).map(KnownGateway::of);
    if (gateway.isEmpty()) {
      return ExitCode.USAGE;
    }
    URI name = gateway.get().name();
    if (name.getHost() == null) {
      return terminal.misused("expected an address such as https://gatehouse.example.com/mcp");
    }
    try {
      Logins logins = Bearer.logins(terminal);
      Optional<KeptLogin> login = logins.find(name);
      if (login.isEmpty()) {
        return terminal.failed("nobody is signed in at " + name);
      }
      if (!logins.signOut(login.get())) {
        terminal
            .err()
            .println(
                terminal.paint(Paint.YELLOW, "warning: ")
                    + Terminal.printable(login.get().issuer())
                    + " did not end the session; it ends by itself");
      }
      terminal.out().println("signed out of " + Terminal.printable(login.get().resource()));
      return ExitCode.OK;
    } catch (LoginException e) {
      return terminal.failed(e);
    }
  }
}
