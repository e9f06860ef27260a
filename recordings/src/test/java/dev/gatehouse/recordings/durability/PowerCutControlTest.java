package dev.gatehouse.recordings.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power cuts under stores that are known to lose what they acknowledged, and under their twin that
 * does not: what {@link PowerCutTest} finds means something only if this finds these.
 */
class PowerCutControlTest {
  private static final int CUTS = 3;
  private static final int ACKNOWLEDGED_MIN = 300;
  private static final int ACKNOWLEDGED_MAX = 600;
  private static final String THREADS = "16";
  private static final String FOR_EVER = Long.toString(Long.MAX_VALUE);

  private final Random random = new Random(23);
  private int acknowledged;

  @TempDir Path temporary;

  @Test
  void sqliteThatSyncsNoCommitIsFoundToLose() throws Exception {
    assertEquals(0, lost(TableStore.Kind.SQLITE_NORMAL, false), "a kill alone shows nothing");
    assertFoundToLose(TableStore.Kind.SQLITE_NORMAL);
  }

  @Test
  void h2IsFoundToLose() throws Exception {
    assertFoundToLose(TableStore.Kind.H2);
  }

  @Test
  void sqliteThatSyncsEachCommitIsFoundToLoseNothing() throws Exception {
    assertEquals(0, lost(TableStore.Kind.SQLITE_FULL, true));
  }

  private void assertFoundToLose(TableStore.Kind kind) throws Exception {
    acknowledged = 0;
    int lost = lost(kind, true);
    assertTrue(lost > 0, kind + " lost nothing of " + acknowledged);
    Guarantees.figure(
        "G2 control " + kind,
        "%d power cuts, %d of %d acknowledged rows found to be lost"
            .formatted(CUTS, lost, acknowledged));
  }

  /** How much of what was acknowledged is gone, over some cuts, each of a directory of its own. */
  private int lost(TableStore.Kind kind, boolean powerCut) throws Exception {
    int lost = 0;
    for (int cut = 0; cut < CUTS; cut++) {
      PowerCut power = PowerCut.in(Files.createTempDirectory(temporary, kind + "-"));
      Victim writer =
          Victim.start(
              List.of(),
              power.environment(),
              temporary.resolve("errors"),
              kind.name(),
              power.disk().toString(),
              "c" + cut,
              THREADS,
              FOR_EVER,
              LoadedWriter.End.HALT.name());
      int least = random.nextInt(ACKNOWLEDGED_MIN, ACKNOWLEDGED_MAX);
      assertTrue(writer.awaitAcknowledged(least), () -> said(writer));
      writer.kill();
      if (powerCut) {
        power.strike(new Survival.None());
      }
      acknowledged += writer.acknowledged().size();
      lost += missing(kind, power.disk(), writer.acknowledged());
    }
    return lost;
  }

  private static int missing(TableStore.Kind kind, Path directory, Map<Long, String> acknowledged) {
    Map<Long, String> missing = new HashMap<>(acknowledged);
    try (TableStore store = new TableStore(kind, directory)) {
      store.all().forEach(missing::remove);
    } catch (IOException | SQLException e) {
      // It does not even open any more: all of it is lost.
    }
    return missing.size();
  }

  private String said(Victim writer) {
    try {
      return writer.refusals() + "\n" + Files.readString(temporary.resolve("errors"));
    } catch (IOException e) {
      return writer.refusals().toString();
    }
  }
}
