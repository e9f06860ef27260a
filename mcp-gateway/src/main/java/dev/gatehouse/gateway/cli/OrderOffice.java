package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Clearance;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayStartException;
import dev.gatehouse.gateway.Grants;
import dev.gatehouse.gateway.HeldCalls;
import dev.gatehouse.gateway.Pinnings;
import dev.gatehouse.gateway.Recordings;
import dev.gatehouse.gateway.Vaults;
import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.credentials.PersonGrants;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Desk;
import dev.gatehouse.gateway.custody.Giver;
import dev.gatehouse.gateway.custody.GrantOrders;
import dev.gatehouse.gateway.custody.Order;
import dev.gatehouse.gateway.custody.OrderRoles;
import dev.gatehouse.gateway.custody.PinOrders;
import dev.gatehouse.gateway.login.LoginException;
import dev.gatehouse.gateway.pinning.PinningModes;
import dev.gatehouse.gateway.pinning.Pins;
import dev.gatehouse.gateway.vault.EncryptedVault;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.ClosedLog;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogHaltedException;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Has orders carried out: by the gateway that has the log open, or, where none has, on the log
 * itself, which is opened and closed for it.
 */
final class OrderOffice {
  /** The file of a data directory that names the database of a shared log. */
  private static final String SHARED = "postgres";

  private final Path directory;
  private final Optional<Configuration> configuration;
  private final Terminal terminal;

  /** For the log in {@code directory}; who gives the orders is said by this terminal. */
  OrderOffice(Path directory, Optional<Configuration> configuration, Terminal terminal) {
    this.directory = directory;
    this.configuration = configuration;
    this.terminal = terminal;
  }

  /**
   * Has {@code order} carried out; what stands in the way is in the answer.
   *
   * <p>Errors: {@link LogHaltedException} where the log must not be written to any more.
   */
  Answer give(Order order) throws LogHaltedException {
    String user = System.getProperty("user.name", "unknown");
    if (OrderRoles.needed(order).isEmpty() && !OrderRoles.needsPerson(order)) {
      return given(order, new Giver(user, Optional.empty()));
    }
    try {
      return given(order, new Giver(user, bearer().token()));
    } catch (LoginException e) {
      // Where nobody asks who gives it, it is carried out all the same.
      Answer answer = given(order, new Giver(user, Optional.empty()));
      return answer.done() ? answer : new Answer(false, answer.text() + "; " + e.reason());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer(false, "interrupted");
    }
  }

  private Bearer bearer() throws LoginException {
    Optional<KnownGateway> gateway =
        configuration.isPresent()
            ? configuration.map(KnownGateway::of)
            : KnownGateway.noted(directory);
    return Bearer.of(Optional.empty(), terminal, gateway);
  }

  private Answer given(Order order, Giver giver) throws LogHaltedException {
    try {
      Optional<Answer> running =
          RunningGateway.noted(directory).flatMap(noted -> connected(noted, order, giver));
      if (running.isPresent()) {
        return running.get();
      }
      if (order instanceof Order.Reload) {
        return Desk.NO_GATEWAY;
      }
      return asksUpstreams(order) && configuration.isPresent()
          ? performByGateway(configuration.get(), order, giver)
          : performHere(order, giver);
    } catch (LogHaltedException e) {
      throw e;
    } catch (RecordingException e) {
      return new Answer(false, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Records that somebody is about to read. Nobody is kept from reading a log that is damaged, or
   * on a medium that cannot be written to, but is told that it is not recorded.
   */
  void reading(Terminal terminal, String method, JsonObject what) {
    Answer answer;
    try {
      answer = give(new Order.Read(method, what));
    } catch (LogHaltedException e) {
      answer = new Answer(false, String.valueOf(e.getMessage()));
    }
    if (!answer.done()) {
      String text = Terminal.printable("this is not recorded: " + answer.text());
      terminal.err().println(terminal.paint(Paint.YELLOW, "warning: ") + text);
    }
  }

  private Optional<Answer> connected(RunningGateway noted, Order order, Giver giver) {
    try (SocketChannel channel = LocalSocket.connect(noted.socket())) {
      JsonObjectBuilder json = Json.createObjectBuilder(order.json()).add("by", giver.user());
      giver.token().ifPresent(token -> json.add("token", token));
      String lines = LocalSocket.ORDER + "\n" + json.build() + "\n";
      Channels.newOutputStream(channel).write(lines.getBytes(StandardCharsets.UTF_8));
      channel.shutdownOutput();
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
      String line = reader.readLine();
      return line == null ? Optional.empty() : Optional.of(answer(line));
    } catch (IOException e) {
      // A gateway that was killed leaves its note behind.
      return Optional.empty();
    }
  }

  private static Answer answer(String line) {
    try (JsonReader json = Json.createReader(new StringReader(line))) {
      return Answer.of(json.readObject());
    } catch (JsonException e) {
      return new Answer(false, "the gateway gave no answer that can be read");
    }
  }

  private HeldCalls held(EntryLog log) throws RecordingException {
    return configuration.isPresent()
        ? HeldCalls.ofStopped(log, settings(), configuration.get())
        : HeldCalls.ofStopped(log, settings());
  }

  private Answer performHere(Order order, Giver giver) throws RecordingException {
    requireOwnLog();
    OperatorLog.quiet();
    try (EntryLog log = open();
        EncryptedVault vault = Vaults.beside(log, settings());
        Pins pins = Pinnings.beside(log, settings(), modes());
        PersonGrants grants = Grants.beside(log, directory);
        HeldCalls held = held(log)) {
      if (order instanceof Order.Approvals || order instanceof Order.Erase) {
        held.open();
      }
      PinOrders orders = new PinOrders(log, pins, PinOrders.NO_GATEWAY);
      Desk desk =
          new Desk(
              log,
              vault,
              orders,
              new GrantOrders(log, grants),
              held.orders(),
              InstantSource.system());
      return configuration
          .map(Clearance::of)
          .orElseGet(Clearance::ofOwner)
          .perform(order, giver, cleared -> desk.perform(order, cleared));
    }
  }

  private boolean asksUpstreams(Order order) {
    // Whoever is erased lets us do nothing any more, which the servers are told.
    boolean endsGrants =
        order instanceof Order.Erase erase
            && !erase.dryRun()
            && configuration.filter(Grants::areUsed).isPresent();
    return endsGrants || order instanceof Order.CheckPins || order instanceof Order.RevokeGrants;
  }

  /** What has upstreams asked takes a gateway, which serves nobody. */
  private Answer performByGateway(Configuration read, Order order, Giver giver)
      throws RecordingException {
    OperatorLog.quiet();
    try (Gateway gateway = Gateway.startWithoutHttp(read, Version.number())) {
      return gateway.perform(order, giver);
    } catch (GatewayStartException e) {
      throw new RecordingException(e.reason(), e);
    }
  }

  private PinningModes modes() {
    return configuration.map(Configuration::pinning).orElse(PinningModes.STANDARD);
  }

  /**
   * A copy of a node's directory looks like the node's own: whoever opened the shared log by it
   * would end the node that is at work under that name.
   */
  private void requireOwnLog() throws RecordingException {
    if (configuration.isEmpty() && Files.isRegularFile(directory.resolve(SHARED))) {
      throw new RecordingException(
          "the log of "
              + directory
              + " lies in PostgreSQL, where only its node writes to it: where that gateway does not"
              + " run, name its configuration by --config instead of the directory");
    }
  }

  private LogSettings settings() {
    return configuration.map(read -> read.recordings().log()).orElse(LogSettings.of(directory));
  }

  private EntryLog open() throws RecordingException {
    return configuration.isPresent()
        ? Recordings.open(configuration.get(), Version.number())
        : ClosedLog.open(directory, new Boot(Version.number(), "none"));
  }
}
