package dev.gatehouse.gateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.audit.PolicyEntries;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyWatchTest {
  private static final String PERMIT = "default: permit\n";
  private static final String REFUSE = "default: refuse\n";

  @TempDir private Path folder;
  private EntryLog log;
  private Optional<PolicyWatch> watch = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    log =
        EntryLog.open(
            LogSettings.of(folder.resolve("data")).withFreeBytesMin(0), new Boot("test", "none"));
  }

  @AfterEach
  void close() {
    watch.ifPresent(PolicyWatch::close);
    log.close();
  }

  @Test
  void putsAGoodSetIntoForceOnceItIsRecordedWithTheOneBefore() throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), PERMIT);
    PoliciesInForce policies = watching(file);
    String before = policies.digest();
    PolicyEngine held = policies.engine();
    AtomicReference<String> heard = new AtomicReference<>(before);
    policies.whenReplaced(() -> heard.set(policies.digest()));

    Files.writeString(file, REFUSE);
    await(() -> !heard.get().equals(before));
    assertEquals(policies.digest(), heard.get(), "who wants to know is told behind it");

    List<StoredEntry> entries = admin();
    StoredEntry set = entries.getLast();
    assertEquals(Optional.of("policy.loaded"), set.method());
    assertEquals(Optional.of(policies.digest()), set.policyDigest());
    assertEquals("{\"before\":\"" + before + "\"}", part(set, PartName.CTX));
    assertEquals(REFUSE, part(entries.get(entries.size() - 2), PartName.POL));
    assertEquals(before, held.set().digest(), "who began with it keeps it");
  }

  @Test
  void keepsWhatIsInForceWhenTheFilesAreWrongAndSaysSoUntilTheyAreMended() throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), PERMIT);
    PoliciesInForce policies = watching(file);
    PolicyEngine before = policies.engine();

    Files.writeString(file, "default: maybe\nrules: [ { nme: x } ]\n");
    await(() -> policies.difference().isPresent());

    assertSame(before, policies.engine());
    assertTrue(policies.difference().get().startsWith("rejected: "), policies.difference().get());
    StoredEntry rejected = admin().getLast();
    assertEquals(Optional.of("policy.rejected"), rejected.method());
    assertEquals(Optional.of(policies.digest()), rejected.policyDigest());
    assertTrue(
        part(rejected, PartName.CTX).contains("\"line\":1,\"column\":10"),
        part(rejected, PartName.CTX));
    long size = log.size();

    Files.writeString(file, PERMIT);
    await(() -> policies.difference().isEmpty());
    assertSame(before, policies.engine());
    assertEquals(size, log.size(), "the same set is not recorded twice");
  }

  @Test
  void followsALinkThatIsLedElsewhere() throws Exception {
    Path one = Files.createDirectory(folder.resolve("..2026_01"));
    Files.writeString(one.resolve("policy.yaml"), PERMIT);
    Path link = Files.createSymbolicLink(folder.resolve("..data"), one.getFileName());
    Path file =
        Files.createSymbolicLink(folder.resolve("policy.yaml"), Path.of("..data/policy.yaml"));
    PoliciesInForce policies = watching(file);
    String before = policies.digest();

    Path two = Files.createDirectory(folder.resolve("..2026_02"));
    Files.writeString(two.resolve("policy.yaml"), REFUSE);
    Path fresh = Files.createSymbolicLink(folder.resolve("..data_tmp"), two.getFileName());
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

    await(() -> !policies.digest().equals(before));
    assertEquals(REFUSE, policies.engine().set().texts().getFirst().text());
  }

  @Test
  void readsAtOnceForWhomItIsToldTo() throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), PERMIT);
    PoliciesInForce policies = watching(file);

    assertEquals(Optional.of(new Reload.Unchanged(policies.digest())), watch.get().now("test"));
    Files.writeString(file, REFUSE);
    // Either by this or by the watch, whichever comes first; behind it, it is in force.
    Reload taken = watch.get().now("test").get();
    assertTrue(taken instanceof Reload.Taken || taken instanceof Reload.Unchanged, "" + taken);
    assertEquals(REFUSE, policies.engine().set().texts().getFirst().text());
    Files.writeString(file, "rules: 7\n");
    Reload.Kept kept = assertInstanceOf(Reload.Kept.class, watch.get().now("test").get());
    assertEquals(policies.digest(), kept.digest());
    assertFalse(kept.problems().isEmpty());
  }

  @Test
  void decidesByNothingThatCannotBeRecorded() throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), PERMIT);
    PoliciesInForce policies = watching(file);
    PolicyEngine before = policies.engine();
    log.close();

    Files.writeString(file, REFUSE);
    assertInstanceOf(Reload.NotRecorded.class, watch.get().now("test").get());
    assertSame(before, policies.engine());
    assertEquals(Optional.of("not recorded"), policies.difference());
  }

  @Test
  void goesOnBehindAFaultOfTheReadingAndSaysSoMeanwhile() throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), PERMIT);
    CountDownLatch mended = new CountDownLatch(1);
    PoliciesInForce policies =
        watching(
            file,
            () -> {
              if (mended.getCount() > 0) {
                throw new StackOverflowError("what the file says");
              }
              return PolicySet.read(List.of(file));
            });
    PolicyEngine before = policies.engine();

    Files.writeString(file, REFUSE);
    await(() -> policies.difference().isPresent());
    assertEquals(Optional.of("reading failed"), policies.difference());
    assertSame(before, policies.engine());

    mended.countDown();
    assertTrue(watch.get().now("test").isPresent());
    assertEquals(Optional.empty(), policies.difference());
    assertEquals(REFUSE, policies.engine().set().texts().getFirst().text());
  }

  @Test
  void answersAtOnceWhereAFaultBreaksTheReadingOff() throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), PERMIT);
    AtomicBoolean isThrown = new AtomicBoolean();
    PoliciesInForce policies =
        watching(
            file,
            () -> {
              if (!isThrown.getAndSet(true)) {
                throw new IllegalStateException("what the file says");
              }
              return PolicySet.read(List.of(file));
            });

    assertEquals(
        Optional.of(new Reload.Failed(policies.digest(), "java.lang.IllegalStateException")),
        watch.get().now("test"));
    assertEquals(Optional.of(new Reload.Unchanged(policies.digest())), watch.get().now("test"));
    assertEquals(Optional.empty(), policies.difference());
  }

  private PoliciesInForce watching(Path file) throws Exception {
    return watching(file, () -> PolicySet.read(List.of(file)));
  }

  private PoliciesInForce watching(Path file, Supplier<PolicySet.Reading> reader) throws Exception {
    PolicyFiles files = new PolicyFiles(List.of(file));
    String fingerprint = files.fingerprint();
    PoliciesInForce policies =
        PoliciesInForce.beginning(
            set(file),
            new PolicyEntries(log),
            set -> new PolicyEngine(set, InstantSource.system()));
    watch = Optional.of(PolicyWatch.start(files, fingerprint, policies, reader));
    return policies;
  }

  private static PolicySet set(Path file) {
    return switch (PolicySet.read(List.of(file))) {
      case PolicySet.Reading.Accepted(PolicySet set, _) -> set;
      case PolicySet.Reading.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }

  private List<StoredEntry> admin() throws Exception {
    try (LogReader reader = LogReader.open(folder.resolve("data"))) {
      return reader.read(0, 1000).stream().filter(it -> it.kind() == EntryKind.ADMIN).toList();
    }
  }

  private static String part(StoredEntry entry, PartName name) {
    return entry.part(name).map(Bytes::toText).orElse("");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertTrue(condition.getAsBoolean(), "did not happen within 20 seconds");
  }
}
