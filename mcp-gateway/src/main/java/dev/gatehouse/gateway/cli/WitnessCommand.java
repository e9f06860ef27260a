package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.ListenAddress;
import dev.gatehouse.gateway.witness.WitnessEdge;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.witness.Witness;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code gatehouse witness}. */
@Command(
    name = "witness",
    description = "Remember how far logs have come, and cosign what continues them.",
    footer = {
      "",
      "Run it on another machine than the gateway, with another operator if you can: it notices",
      "when a log is cut, restored from a backup, or forked. Prints its own keys, one a line",
      "behind `key`, then `ready URL`. SIGTERM ends it in order.",
      "",
      "Example: gatehouse witness --data /var/lib/witness --log @log.vkey --listen 0.0.0.0:7412"
    })
final class WitnessCommand implements Callable<Integer> {
  private static final Logger LOG = System.getLogger(WitnessCommand.class.getName());

  private final Terminal terminal;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:7412",
      description = "Where to listen (default: ${DEFAULT-VALUE}).")
  private String listen = "";

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      required = true,
      description = "Where its keys and what it remembers are kept; made where it is missing.")
  private Path data = Path.of("");

  @Option(
      names = "--log",
      paramLabel = "VKEY",
      required = true,
      arity = "1..*",
      description = "The verifier key of a log to cosign, or @FILE with one a line; repeatable.")
  private List<String> logs = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "gatehouse-witness",
      description = "The name of its keys, chosen once (default: ${DEFAULT-VALUE}).")
  private String name = "";

  WitnessCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    ListenAddress address;
    List<VerifierKey> keys;
    try {
      address = address();
      keys = keys();
    } catch (IllegalArgumentException | MalformedNoteException | IOException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
    OperatorLog.standard();
    try (Witness witness = Witness.open(data, name, keys, InstantSource.system());
        WitnessEdge edge = edge(address, witness)) {
      Thread stopping = Thread.ofPlatform().name("stopping").unstarted(() -> stop(edge, witness));
      Runtime.getRuntime().addShutdownHook(stopping);
      witness.verifierKeys().forEach(key -> terminal.out().println("key " + key.text()));
      terminal.out().println("ready " + address.uri("http", edge.port()));
      // Only a signal ends it, and the hook then closes both.
      new CountDownLatch(1).await();
      return ExitCode.OK;
    } catch (IOException e) {
      return terminal.failed(e);
    }
  }

  private static WitnessEdge edge(ListenAddress address, Witness witness) throws IOException {
    try {
      return WitnessEdge.start(address.host(), address.port(), witness);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  private static void stop(WitnessEdge edge, Witness witness) {
    edge.close();
    try {
      witness.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close the witness", e);
    }
  }

  private ListenAddress address() {
    try {
      URI uri = URI.create("http://" + listen);
      String host = uri.getHost();
      if (host != null && uri.getRawAuthority().equals(listen) && uri.getPort() >= 0) {
        return new ListenAddress(host.replaceAll("[\\[\\]]", ""), uri.getPort());
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "`--listen` should be host:port such as `127.0.0.1:7412`, found `" + listen + "`");
  }

  private List<VerifierKey> keys() throws MalformedNoteException, IOException {
    List<VerifierKey> keys = new ArrayList<>();
    for (String log : logs) {
      if (log.startsWith("@")) {
        for (String line : lines(log.substring(1))) {
          keys.add(key(line));
        }
      } else {
        keys.add(key(log));
      }
    }
    return keys;
  }

  private static List<String> lines(String file) throws IOException {
    try {
      return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new IOException("cannot read `" + file + "`, expected a file of verifier keys", e);
    }
  }

  private static VerifierKey key(String text) throws MalformedNoteException {
    try {
      return VerifierKey.parse(text);
    } catch (MalformedNoteException e) {
      throw new MalformedNoteException("`--log " + text + "`: " + e.getMessage(), e);
    }
  }
}
