package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Turns single bits of an export of 300 entries, of which none may pass: a sample of them in the
 * suite, all with {@code -Dgatehouse.flips=all}. Each is turned once alone, and once with its sum
 * written anew.
 */
class BundleFlipsTest {
  private static final int ENTRIES = 300;

  /** A prime, so that each bit of a byte and each column of a file has its turn. */
  private static final int SAMPLE_STEP = 499;

  private static final SigningKey KEY = BundleMaker.key();
  private static final MemoryBundle BUNDLE = bundle();
  private static final Optional<VerifierKey> TRUSTED = Optional.of(KEY.verifierKey());

  private static MemoryBundle bundle() {
    BundleMaker maker = new BundleMaker();
    maker.add("boot");
    maker.word("method", "policy.loaded").word("polhash", "p1").part("pol", "default: permit\n");
    maker.add("admin");
    for (int i = 0; i < (ENTRIES - 2) / 2; i++) {
      maker.exchange("e" + i, i % 8 == 0 ? "{\"id\":" + i + ",\"ü\":\"\\n\"}" : "{}");
    }
    return maker.sign(KEY);
  }

  /** One bit of one file. */
  private record Bit(String path, long number, boolean sumsAnew) {}

  private static List<Bit> bits(int step) throws FaultException {
    List<Bit> bits = new ArrayList<>();
    long next = 0;
    for (String path : BUNDLE.paths()) {
      long count = BUNDLE.bytes(path) * 8;
      for (; next < count; next += step) {
        bits.add(new Bit(path, next, false));
        if (!path.equals("SHA256SUMS")) {
          // As who changed a file would, who knows that its sum is there.
          bits.add(new Bit(path, next, true));
        }
      }
      next -= count;
    }
    return bits;
  }

  private static Verification flipped(Bit bit) throws FaultException {
    MemoryBundle copy = BUNDLE.copy();
    byte[] content = BUNDLE.read(bit.path());
    content[(int) (bit.number() / 8)] ^= (byte) (1 << (bit.number() % 8));
    copy.put(bit.path(), content);
    if (bit.sumsAnew()) {
      String before = Bundles.digest(BUNDLE.read(bit.path()));
      String sums = new String(BUNDLE.read("SHA256SUMS"), UTF_8);
      copy.put("SHA256SUMS", sums.replace(before, Bundles.digest(content)).getBytes(UTF_8));
    }
    return BundleMaker.verify(copy, TRUSTED);
  }

  @Test
  void acceptsTheExportAsItIs() {
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, BundleMaker.verify(BUNDLE, TRUSTED));
    assertEquals(ENTRIES, verified.entries());
  }

  @Test
  void refusesEveryFlippedBitAndNamesItsFileOrAnEntry()
      throws FaultException, InterruptedException {
    boolean all = System.getProperty("gatehouse.flips", "").equals("all");
    List<Bit> bits = bits(all ? 1 : SAMPLE_STEP);
    List<String> wrong = new ArrayList<>();
    AtomicLong next = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(Thread.ofPlatform().start(() -> flipSome(bits, next, wrong)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), wrong);
    assertTrue(next.get() >= bits.size(), "all were turned");
    System.out.printf("bits turned: %,d, accepted: 0%n", bits.size());
  }

  private static void flipSome(List<Bit> bits, AtomicLong next, List<String> wrong) {
    for (long i = next.getAndIncrement(); i < bits.size(); i = next.getAndIncrement()) {
      Bit bit = bits.get((int) i);
      String what = outcome(bit);
      if (!what.isEmpty()) {
        synchronized (wrong) {
          wrong.add(bit + ": " + what);
        }
      }
    }
  }

  /** What is wrong with how this bit was judged; empty where nothing is. */
  private static String outcome(Bit bit) {
    try {
      return switch (flipped(bit)) {
        case Verification.Verified verified -> "accepted";
        case Verification.Failed failed -> misnamed(bit, failed.where());
      };
    } catch (FaultException | RuntimeException e) {
      return e.toString();
    }
  }

  private static String misnamed(Bit bit, Verification.Place where) {
    boolean ofEntries = bit.path().startsWith("tile/entries/") || bit.path().startsWith("payload/");
    return switch (where) {
      case Verification.AtEntry(long index) -> ofEntries && index < ENTRIES ? "" : "" + where;
      case Verification.InFile(String path) ->
          // The first line of the readme tells the form, by which all other files are judged.
          path.equals(bit.path()) ? "" : "" + where;
    };
  }
}
