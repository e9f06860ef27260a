package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.login.KeptLogin;
import dev.gatehouse.gateway.login.LoginException;
import dev.gatehouse.gateway.login.Person;
import dev.gatehouse.gateway.login.Wish;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse login}. */
@Command(
    name = "login",
    description = "Sign in to a gateway, for the commands that call it.",
    footer = {
      "",
      "Opens a browser where there is one, or else shows a code that is typed into a browser",
      "elsewhere. What the sign-in gives is kept below $XDG_CONFIG_HOME or ~/.config in files",
      "for this user alone, renewed when it ends, and used where neither --token nor",
      "$GATEHOUSE_TOKEN is given. `gatehouse logout` ends it."
    })
final class LoginCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "The gateway's MCP endpoint (default: the one that the configuration names).")
  private Optional<URI> url = Optional.empty();

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "Ask for this scope too; may repeat.")
  private List<String> scopes = List.of();

  @Option(names = "--device", description = "Show a code to be typed into a browser elsewhere.")
  private boolean device;

  @Option(
      names = "--no-browser",
      description = "Open no browser: show a code, or an address where there are no codes.")
  private boolean noBrowser;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "A public client that is registered at the issuer (default: register one).")
  private Optional<String> clientId = Optional.empty();

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "Where to sign in, if the gateway takes tokens of several issuers.")
  private Optional<String> issuer = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities in PEM to trust beside those that this Java trusts.")
  private Optional<Path> authorities = Optional.empty();

  @Option(names = "--list", description = "Show who is signed in where; no tokens.")
  private boolean list;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  LoginCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      if (list) {
        return list();
      }
      Optional<URI> gateway = gateway();
      return gateway.isEmpty() ? ExitCode.USAGE : signIn(gateway.get());
    } catch (LoginException e) {
      return terminal.failed(e);
    }
  }

  private Optional<URI> gateway() {
    if (url.isPresent()) {
      return url;
    }
    Optional<Configuration> read = configuration.lookedUp(terminal);
    return read.map(KnownGateway::of).map(KnownGateway::name);
  }

  private int list() throws LoginException {
    LoginLines lines = new LoginLines(terminal, Instant.now());
    List<KeptLogin> logins = Bearer.logins(terminal).all();
    if (json) {
      terminal.out().println(LoginLines.json(logins));
    } else if (logins.isEmpty()) {
      terminal.out().println("nobody is signed in; `gatehouse login URL` signs in");
    } else {
      logins.forEach(lines::print);
    }
    return ExitCode.OK;
  }

  private int signIn(URI gateway) throws LoginException, InterruptedException {
    if (gateway.getHost() == null) {
      return terminal.misused("expected an address such as https://gatehouse.example.com/mcp");
    }
    List<String> words = scopes.stream().flatMap(text -> Stream.of(text.split("[ ,]+"))).toList();
    Wish wish = new Wish(gateway, issuer, clientId, words, way(), authorities);
    KeptLogin login = Bearer.logins(terminal).signIn(wish, new Asked());
    if (json) {
      terminal.out().println(LoginLines.json(List.of(login)));
    } else {
      new LoginLines(terminal, Instant.now()).print(login);
    }
    return ExitCode.OK;
  }

  private Wish.Way way() {
    if (device) {
      return Wish.Way.DEVICE;
    }
    return noBrowser || !Browser.isThere(terminal.environment())
        ? Wish.Way.DEVICE_WHERE_OFFERED
        : Wish.Way.BROWSER;
  }

  /** The person before the terminal. */
  private final class Asked implements Person {
    @Override
    public void begins(URI gateway, String issuer, Set<String> scopes) {
      String what = scopes.isEmpty() ? "" : " for " + String.join(" ", new TreeSet<>(scopes));
      terminal
          .err()
          .println(Terminal.oneLine("%s has you sign in at %s%s".formatted(gateway, issuer, what)));
    }

    @Override
    public void visit(URI address) {
      terminal.err().println("to sign in, open this address in a browser on this machine:");
      terminal.err().println(Terminal.printable(address.toString()));
      if (!noBrowser && Browser.isThere(terminal.environment())) {
        Browser.open(address, terminal.environment());
      }
    }

    @Override
    public void enter(Code code) {
      terminal.err().println("to sign in, open this address in a browser on any machine:");
      terminal.err().println(Terminal.printable(code.address().toString()));
      terminal.err().println("and type the code " + terminal.paint(Paint.BOLD, code.text()));
      code.complete()
          .map(uri -> "or open " + Terminal.printable(uri.toString()))
          .ifPresent(terminal.err()::println);
    }
  }
}
