package dev.gatehouse.recordings.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.Mutations;
import dev.gatehouse.recordings.note.MalformedNoteException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofReadersFuzzTest {
  private final SampleLog log = new SampleLog("log.example");

  ProofReadersFuzzTest() throws MalformedNoteException {}

  @Test
  void readsProofFilesStrictly() {
    TlogProof proof = log.proof(5);
    TlogProof withExtra =
        new TlogProof(Optional.of("AAEC"), proof.index(), proof.hashes(), proof.note());
    Mutations.requireStrict(
        proof.toArray(), ProofException.class, bytes -> TlogProof.parse(bytes).toArray());
    Mutations.requireStrict(
        withExtra.toArray(), ProofException.class, bytes -> TlogProof.parse(bytes).toArray());
  }

  /** JSON has many spellings of a receipt; the one that it is written in reads as itself. */
  @Test
  void readsReceiptsAsWhatTheyAreWrittenAgain() {
    String receipt = log.receipt(5).text();
    for (String json :
        new String[] {
          receipt,
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":[1.5e3,\"\\u00e9\",null,{}],"
              + "\"_meta\":{\"dev.gatehouse/receipt\":"
              + receipt
              + "}}}"
        }) {
      Mutations.requireStrict(
          json.getBytes(UTF_8),
          ProofException.class,
          bytes -> {
            Receipt read = Receipt.parse(bytes);
            byte[] again = read.text().getBytes(UTF_8);
            return Receipt.parse(again).equals(read) ? bytes : again;
          });
    }
  }
}
