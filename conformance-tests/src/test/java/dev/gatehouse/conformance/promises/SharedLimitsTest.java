package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.limits.PostgresLimitStore;
import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.limit.Limit;
import dev.gatehouse.policies.limit.LimitStore;
import dev.gatehouse.policies.limit.LimitStore.Need;
import dev.gatehouse.policies.limit.LimitStore.Taking;
import dev.gatehouse.recordings.PostgresSetup;
import dev.gatehouse.recordings.postgres.PostgresServer;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Gateways that share a database let through together what one of them would. */
@Isolated("times, threads or memory are measured")
class SharedLimitsTest {
  private static final String ROLE = "limiting";
  private static final Duration RENEWED_EVERY = Duration.ofMillis(300);

  /** Where it is noon, so that no day ends while a test runs. */
  private final ZoneId noon =
      ZoneOffset.ofHours(12 - Instant.now().atOffset(ZoneOffset.UTC).getHour());

  private static final Duration HOUR = Duration.ofHours(1);

  private static PostgresServer server = PostgresServer.start();
  private static String database = "";

  @BeforeAll
  static void prepare() {
    database = server.newDatabase();
    server.executeAt(database, "CREATE ROLE " + ROLE + " LOGIN");
    server.executeAt(database, PostgresSetup.script(ROLE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static PostgresLimitStore store() throws IOException {
    return PostgresLimitStore.open(PostgresAccess.of(database, ROLE), RENEWED_EVERY);
  }

  @Test
  void neverLetMoreThroughThanTheBudgetUnderLoad() throws Exception {
    List<Need> needs =
        List.of(
            need("load a day", new Limit.Daily(100, noon)),
            need("load an hour", new Limit.Rate(70, HOUR)));
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger unknown = new AtomicInteger();
    try (LimitStore one = store();
        LimitStore other = store()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        LimitStore store = i % 2 == 0 ? one : other;
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  for (int call = 0; call < 25; call++) {
                    switch (store.take(needs)) {
                      case Taking.Taken _ -> taken.incrementAndGet();
                      case Taking.Unknown _ -> unknown.incrementAndGet();
                      case Taking.Exceeded _ -> {}
                    }
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertEquals(0, unknown.get());
      assertEquals(70, taken.get());
      for (int i = 0; i < 30; i++) {
        assertTaken(other, needs.getFirst());
      }
      assertEquals(needs.getFirst(), exceeded(one, needs.getFirst()).need());
    }
  }

  @Test
  void countOnAfterARestart() throws Exception {
    Need rate = need("kept rate", new Limit.Rate(1, HOUR));
    Need daily = need("kept day", new Limit.Daily(1, noon));
    try (LimitStore store = store()) {
      assertTaken(store, daily, rate);
    }
    try (LimitStore store = store()) {
      Duration wait = exceeded(store, rate).retryAfter();
      assertTrue(wait.compareTo(HOUR) <= 0 && wait.compareTo(HOUR.minusMinutes(1)) > 0);
      assertTrue(exceeded(store, daily).retryAfter().compareTo(Duration.ofDays(1)) <= 0);
    }
  }

  @Test
  void takeAllOrNothing() throws Exception {
    Need few = need("few", new Limit.Rate(1, HOUR));
    Need many = need("many", new Limit.Rate(2, HOUR));
    Need place = need("one place", new Limit.Concurrent(1));
    try (LimitStore store = store()) {
      assertTaken(store, few, many);
      assertEquals(few, exceeded(store, few, many, place).need());
      assertTaken(store, many, place);
      exceeded(store, many);
    }
  }

  @Test
  void sharePlacesThatAreRenewedAndRunOutWithTheirGateway() throws Exception {
    Need place = need("place", new Limit.Concurrent(2));
    try (LimitStore one = store()) {
      Lease ours = assertTaken(one, place);
      try (LimitStore other = store()) {
        Lease theirs = assertTaken(other, place);
        assertEquals(Limit.Concurrent.RETRY_AFTER, exceeded(one, place).retryAfter());
        Thread.sleep(RENEWED_EVERY.multipliedBy(5));
        exceeded(one, place);
        theirs.close();
        theirs.close();
        assertTaken(other, place);
        exceeded(one, place);
      }
      // The other ended with a call under way, and nobody renews its place.
      Thread.sleep(RENEWED_EVERY.multipliedBy(4));
      assertTaken(one, place);
      exceeded(one, place);
      ours.close();
      assertTaken(one, place);
    }
  }

  @Test
  void keepOneCallerFromFillingTheDatabase() throws Exception {
    server.executeAt(
        database,
        "INSERT INTO gatehouse_limits.count SELECT 'name ' || i, 'crowd', 4102444800000000000, 1,"
            + " NULL FROM generate_series(1, "
            + LimitStore.COUNTS_PER_OWNER_MAX
            + ") AS i");
    try (LimitStore store = store()) {
      Limit.Counted limit = new Limit.Rate(9, HOUR);
      assertEquals(HOUR, exceeded(store, new Need(limit, "one more", "crowd")).retryAfter());
      assertTaken(store, new Need(limit, "one more", "another"));
    }
  }

  @Test
  void keepCallsWhileTheDatabaseIsAwayAndGoOnWhenItIsBack() throws Exception {
    Need need = need("away", new Limit.Daily(2, noon));
    try (LimitStore store = store()) {
      assertTaken(store, need);
      server.stop(PostgresServer.Stop.IMMEDIATE);
      long begin = System.nanoTime();
      assertInstanceOf(Taking.Unknown.class, store.take(List.of(need)));
      assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 4, "it took too long");
      server.startAgain();
      assertTaken(store, need);
    }
  }

  @Test
  void waitForNoOtherGatewayLongerThanTheDeadline() throws Exception {
    Need need = need("stuck", new Limit.Daily(2, noon));
    try (LimitStore store = store();
        Connection stuck = DriverManager.getConnection(database, ROLE, "");
        Statement statement = stuck.createStatement()) {
      assertTaken(store, need);
      stuck.setAutoCommit(false);
      statement.execute("SELECT * FROM gatehouse_limits.count WHERE name = 'stuck' FOR UPDATE");
      long begin = System.nanoTime();
      assertInstanceOf(Taking.Unknown.class, store.take(List.of(need)));
      assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 4, "it took too long");
      stuck.rollback();
      assertTaken(store, need);
      exceeded(store, need);
    }
  }

  @Test
  void doNotOpenWithoutTheirTables() {
    String empty = server.newDatabase();

    IOException e =
        assertThrows(
            IOException.class,
            () -> PostgresLimitStore.open(PostgresAccess.of(empty, ROLE), RENEWED_EVERY));

    assertTrue(String.valueOf(e.getMessage()).contains("postgres-setup"), e::toString);
  }

  private static Lease assertTaken(LimitStore store, Need... needs) {
    Taking taking = store.take(List.of(needs));
    return assertInstanceOf(Taking.Taken.class, taking, taking::toString).lease();
  }

  private static Taking.Exceeded exceeded(LimitStore store, Need... needs) {
    Taking taking = store.take(List.of(needs));
    return assertInstanceOf(Taking.Exceeded.class, taking, taking::toString);
  }

  private static Need need(String name, Limit.Counted limit) {
    return new Need(limit, name, "ada");
  }
}
