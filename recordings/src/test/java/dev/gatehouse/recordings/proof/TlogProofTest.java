package dev.gatehouse.recordings.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlogProofTest {
  private static final String HASH = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  private static final String NOTE =
      "example.com/fancylog\n109482\n" + HASH + "\n\n— example.com/fancylog hI2DJ2FiYw==\n";
  private static final String FILE =
      "c2sp.org/tlog-proof@v1\nextra AAEC\nindex 73894\n" + (HASH + "\n").repeat(17) + "\n" + NOTE;

  @Test
  void readsTheFormOfTheSpecification() throws ProofException {
    TlogProof proof = TlogProof.parse(FILE.getBytes(UTF_8));
    assertEquals(Optional.of("AAEC"), proof.extra());
    assertEquals(73_894, proof.index());
    assertEquals(17, proof.hashes().size());
    assertEquals(HASH, proof.hashes().getFirst().base64());
    assertEquals(NOTE, new String(proof.note().bytes(), UTF_8));
    assertEquals(FILE, new String(proof.toArray(), UTF_8));
  }

  @Test
  void readsTheProofOfTheOnlyLeafWhichHasNoHashes() throws ProofException {
    String file = "c2sp.org/tlog-proof@v1\nindex 0\n\n" + NOTE;
    assertEquals(List.of(), TlogProof.parse(file.getBytes(UTF_8)).hashes());
    assertEquals(file, new String(TlogProof.parse(file.getBytes(UTF_8)).toArray(), UTF_8));
  }

  /** Each replaces the first such piece of the file above by another; `~` stands for LF. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "proof@v1|proof@v2",
        "c2sp|C2SP",
        "c2sp| c2sp",
        "@v1~|@v1 ~",
        "@v1~|@v1",
        "@v1~|@v1~~",
        "extra AAEC~|extra ~",
        "extra AAEC~|extra~",
        "extra AAEC|extra AAED=",
        "extra AAEC|extra AAE",
        "extra AAEC|extra AAE-",
        "extra AAEC|Extra AAEC",
        "extra AAEC~|extra AAEC~extra AAEC~",
        "index 73894~|",
        "index 73894|index 073894",
        "index 73894|index -1",
        "index 73894|index +1",
        "index 73894|index 7٣",
        "index 73894|index 1234567890123456789",
        "index 73894|index  73894",
        "index 73894|index 73894 ",
        "index 73894|index\t73894",
        "index 73894~|index 73894\r~",
        "index 73894~|index 73894~index 73894~",
        "index 73894~|index 73894~~",
        "q2I=|q2J=",
        "q2I=|q2I",
        "q2I=|q2I= ",
        "q2I=|q2I=AAAA",
        "~~|~~~",
        "~~example|~example",
        "~~—|~—",
        "109482|109482\t",
        "hI2DJ2FiYw==|",
        "hI2DJ2FiYw==~|hI2DJ2FiYw==",
        "hI2DJ2FiYw==~|hI2DJ2FiYw==~~",
      })
  void refusesEveryOtherSpelling(String change) {
    String[] pieces = change.replace('~', '\n').split("\\|", -1);
    String changed = FILE.replaceFirst(pieces[0], pieces[1]);
    assertNotEquals(FILE, changed);
    assertThrows(ProofException.class, () -> TlogProof.parse(changed.getBytes(UTF_8)), changed);
  }

  @Test
  void refusesMoreHashesThanAnyTreeHasAndFilesLongerThanAnyProof() throws ProofException {
    String most = FILE.replace((HASH + "\n").repeat(17), (HASH + "\n").repeat(63));
    assertEquals(63, TlogProof.parse(most.getBytes(UTF_8)).hashes().size());
    String more = FILE.replace((HASH + "\n").repeat(17), (HASH + "\n").repeat(64));
    assertThrows(ProofException.class, () -> TlogProof.parse(more.getBytes(UTF_8)));
    byte[] long1 = (FILE + " ".repeat(2 * 1024 * 1024)).getBytes(UTF_8);
    assertThrows(ProofException.class, () -> TlogProof.parse(long1));
    byte[] notUtf8 = FILE.getBytes(UTF_8);
    notUtf8[FILE.indexOf("fancylog")] = (byte) 0xc3;
    assertThrows(ProofException.class, () -> TlogProof.parse(notUtf8));
    assertThrows(ProofException.class, () -> TlogProof.parse(new byte[0]));
  }

  @Test
  void verifiesEveryEntryOfALogAsItsOwnAndAsNoOther()
      throws MalformedNoteException, ProofException {
    SampleLog log = new SampleLog("log.example");
    for (int index = 0; index < SampleLog.SIZE; index++) {
      byte[] file = log.proof(index).toArray();
      TlogProof proof = TlogProof.parse(file);
      assertArrayEquals(file, proof.toArray());
      for (int leaf = 0; leaf <= SampleLog.SIZE; leaf++) {
        Hash hash = SampleLog.leaf(leaf);
        if (leaf == index) {
          assertEquals(log.checkpoint(), proof.verify(hash, log.policy()).checkpoint());
        } else {
          assertThrows(ProofException.class, () -> proof.verify(hash, log.policy()));
        }
      }
    }
  }

  @Test
  void refusesAProofOfAnotherIndexTreeOrKey() throws MalformedNoteException, ProofException {
    SampleLog log = new SampleLog("log.example");
    SampleLog other = new SampleLog("log.example");
    TlogProof proof = log.proof(5);
    Hash leaf = SampleLog.leaf(5);
    proof.verify(leaf, log.policy());
    for (VerifierKey key : log.keys()) {
      proof.verify(leaf, CheckpointPolicy.ofLog(List.of(key)));
    }
    assertThrows(ProofException.class, () -> proof.verify(leaf, other.policy()));
    VerifierKey witness = other.keys().getLast();
    CheckpointPolicy witnessed =
        new CheckpointPolicy(
            log.policy().logs(),
            List.of(new CheckpointPolicy.Witness("w", witness, Optional.empty())),
            List.of(),
            "w");
    assertThrows(ProofException.class, () -> proof.verify(leaf, witnessed));
    for (TlogProof wrong :
        List.of(
            new TlogProof(Optional.empty(), 4, proof.hashes(), proof.note()),
            new TlogProof(Optional.empty(), 500, proof.hashes(), proof.note()),
            new TlogProof(Optional.empty(), 5, proof.hashes().reversed(), proof.note()),
            new TlogProof(Optional.empty(), 5, proof.hashes().subList(0, 3), proof.note()),
            new TlogProof(Optional.empty(), 5, with(proof.hashes(), leaf), proof.note()),
            new TlogProof(Optional.empty(), 5, proof.hashes(), other.note()))) {
      assertThrows(ProofException.class, () -> wrong.verify(leaf, log.policy()), () -> "" + wrong);
    }
  }

  private static List<Hash> with(List<Hash> hashes, Hash more) {
    List<Hash> longer = new ArrayList<>(hashes);
    longer.add(more);
    return longer;
  }

  @Test
  void verifiesAgainstACheckpointThatTheCallerVerified()
      throws MalformedNoteException, ProofException {
    SampleLog log = new SampleLog("log.example");
    log.proof(3).requireIn(log.checkpoint(), SampleLog.leaf(3));
    assertThrows(
        ProofException.class, () -> log.proof(3).requireIn(log.checkpoint(), SampleLog.leaf(4)));
  }
}
