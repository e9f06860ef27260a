package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.gateway.seal.KeyFileException;
import dev.gatehouse.gateway.unseal.AuditorPrivateKey;
import dev.gatehouse.gateway.unseal.Opening;
import dev.gatehouse.gateway.unseal.SealedEntries;
import dev.gatehouse.gateway.unseal.SealedEntry;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse unseal}. */
@Command(
    name = "unseal",
    description = "Open the originals of masked messages with an auditor's private key.",
    footer = {
      "",
      "Exports are read offline; that a data directory was, is recorded in its log. Run",
      "`gatehouse verify` first: it says whether the entries are those that the log signed;",
      "this command checks that an original belongs to its entry. Prints one JSON object a line:",
      "",
      "  {\"entry\":7,\"kind\":\"request\",\"exchange\":\"01J…\",\"direction\":\"c2s\",\"original\":\"…\"}",
      "",
      "Ends with 1 where nothing opens with this key, or something does not open that should."
    })
final class UnsealCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      description = "A bundle or a selection, in a directory or a zip, or a data directory.")
  private Path path = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "The private key: a JWK, or PKCS#8 in PEM.")
  private Path keyFile = Path.of("");

  @Option(names = "--entry", paramLabel = "N", description = "Only the original of this entry.")
  private Optional<Long> entry = Optional.empty();

  @Option(
      names = "--exchange",
      paramLabel = "ID",
      description = "Only the originals of this exchange.")
  private Optional<String> exchange = Optional.empty();

  private int opened;
  private int broken;
  private int forOthers;
  private final Set<String> otherKeys = new TreeSet<>();

  UnsealCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!Files.exists(path)) {
      return terminal.misused("there is nothing at `" + path + "`");
    }
    AuditorPrivateKey key;
    try {
      key = AuditorPrivateKey.read(keyFile);
    } catch (KeyFileException e) {
      return terminal.misused("`" + keyFile + "` " + e.problem());
    }
    if (LogReader.holdsLog(path)) {
      new OrderOffice(path, Optional.empty(), terminal).reading(terminal, "view", asked(key));
    }
    try {
      SealedEntries.read(path, original -> open(key, original));
    } catch (RecordingException e) {
      return terminal.failed(e);
    }
    return ended(key);
  }

  /** What the entry says which records that somebody opens originals. */
  private JsonObject asked(AuditorPrivateKey key) {
    JsonObjectBuilder unseal = Json.createObjectBuilder();
    key.id().ifPresent(id -> unseal.add("key", id));
    entry.ifPresent(index -> unseal.add("entry", index));
    exchange.ifPresent(id -> unseal.add("exchange", id));
    return Json.createObjectBuilder().add("unseal", unseal).build();
  }

  private void open(AuditorPrivateKey key, SealedEntry sealed) {
    if (!sealed.place().exchange().equals(exchange.orElse(sealed.place().exchange()))
        || sealed.index() != entry.orElse(sealed.index())) {
      return;
    }
    switch (key.open(sealed.place(), sealed.sealed())) {
      case Opening.Opened(String original) -> {
        opened++;
        terminal.out().println(line(sealed, original));
      }
      case Opening.ForOthers(var keyIds) -> {
        forOthers++;
        otherKeys.addAll(keyIds);
      }
      case Opening.Broken(String reason) -> {
        broken++;
        terminal.failed("the original of entry " + sealed.index() + " does not open: " + reason);
      }
    }
  }

  private int ended(AuditorPrivateKey key) {
    if (opened + broken + forOthers == 0) {
      boolean all = entry.isEmpty() && exchange.isEmpty();
      return terminal.failed(
          "no original is sealed " + (all ? "in " + path : "in what was asked for"));
    }
    if (forOthers > 0) {
      String whose = " sealed to other keys: " + String.join(", ", otherKeys);
      if (opened + broken == 0) {
        return terminal.failed(
            "nothing can be opened with the %s: %s%s"
                .formatted(
                    key, counted(forOthers), forOthers == 1 ? " is" + whose : " are" + whose));
      }
      terminal.err().println(Terminal.printable(counted(forOthers) + whose));
    }
    return broken == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String counted(int originals) {
    return originals == 1 ? "1 original" : originals + " originals";
  }

  private static String line(SealedEntry sealed, String original) {
    return "{\"entry\":%d,\"kind\":%s,\"exchange\":%s,\"direction\":%s,\"original\":%s}"
        .formatted(
            sealed.index(),
            JsonStrings.quote(sealed.place().kind().wireName()),
            JsonStrings.quote(sealed.place().exchange()),
            JsonStrings.quote(sealed.place().direction().wireName()),
            JsonStrings.quote(original));
  }
}
