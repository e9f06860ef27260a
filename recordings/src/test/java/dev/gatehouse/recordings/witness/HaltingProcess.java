package dev.gatehouse.recordings.witness;

import dev.gatehouse.recordings.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A process that has one request judged and ends before anybody can be told the answer. */
public final class HaltingProcess {
  private HaltingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Witness witness =
        Witness.open(
            Path.of(arguments[0]),
            "w1.example",
            List.of(VerifierKey.parse(arguments[1])),
            InstantSource.system());
    int status = witness.addCheckpoint(Files.readAllBytes(Path.of(arguments[2]))).status();
    Runtime.getRuntime().halt(status == 200 ? 9 : 1);
  }
}
