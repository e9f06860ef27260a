package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.unseal.AuditorKeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse seal-key}. */
@Command(
    name = "seal-key",
    description = "Make a key for an auditor, who alone can then open sealed originals.",
    footer = {
      "",
      "Writes NAME.private.jwk, which stays with the auditor, and NAME.public.jwk, which the",
      "configuration names under `recordings` as `seal-keys`. Run it on the auditor's machine:",
      "who has the private key can open everything that is sealed to it, and nobody can without."
    })
final class SealKeyCommand implements Callable<Integer> {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "What the two files begin with.")
  private Path name = Path.of("");

  SealKeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path privateFile = withEnding(".private.jwk");
    Path publicFile = withEnding(".public.jwk");
    AuditorKeyPair pair = AuditorKeyPair.generate();
    try {
      write(privateFile, pair.privateJwk(), OWNER_ONLY);
      write(publicFile, pair.publicJwk());
    } catch (FileAlreadyExistsException e) {
      return terminal.failed("`" + e.getFile() + "` is there already, and a key is never replaced");
    } catch (NoSuchFileException e) {
      return terminal.failed("there is no folder for `" + e.getFile() + "`");
    } catch (IOException e) {
      return terminal.failed("cannot write the key: " + e.getMessage());
    }
    terminal.out().println("key " + pair.id());
    terminal.out().println("private, for the auditor alone: " + privateFile);
    terminal.out().println("public, for `seal-keys` under `recordings`: " + publicFile);
    return ExitCode.OK;
  }

  private Path withEnding(String ending) {
    return name.resolveSibling(name.getFileName() + ending);
  }

  private static void write(Path file, String jwk, FileAttribute<?>... attributes)
      throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, attributes)) {
      channel.write(StandardCharsets.UTF_8.encode(jwk + "\n"));
    }
  }
}
