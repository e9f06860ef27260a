package dev.gatehouse.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.RecordingException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refresh tokens where something fails between the question and the answer. */
class TurnedTokensTest {
  private static final Client DESK =
      new Client(
          "desk",
          "Desk",
          List.of(SigninHouse.REDIRECT),
          new Client.Proof.None(),
          EnumSet.of(Grant.AUTHORIZATION_CODE, Grant.REFRESH_TOKEN),
          List.of(),
          Client.Origin.CONFIGURED);
  private static final Person ADA = new Person("1", "ada", List.of(), Optional.empty());
  private static final SigninSettings SETTINGS =
      new SigninSettings(
          "http://127.0.0.1:1",
          List.of("http://127.0.0.1:1/mcp"),
          List.of("mcp:use"),
          List.of("mcp:use"),
          Map.of("desk", DESK),
          false,
          false,
          Duration.ofMinutes(10),
          Duration.ofDays(30),
          Optional.empty());

  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  private final Codes codes = new Codes();
  private EntryLog log;
  private KeptTable table;

  /** Whom the provider was asked about with what. */
  private final AtomicReference<String> renewedWith = new AtomicReference<>("");

  @BeforeEach
  void open() throws Exception {
    log = opened();
    table = KeptTable.inFile(folder.resolve("signin.db"), log.secret("signin"));
  }

  private EntryLog opened() throws RecordingException {
    return EntryLog.open(
        LogSettings.of(folder.resolve("data")).withFreeBytesMin(0), new Boot("test", "none"));
  }

  @AfterEach
  void close() {
    table.close();
    log.close();
  }

  /** A provider that gives another renewal each time. */
  private PersonSource provider() {
    return new PersonSource() {
      @Override
      public Beginning begin(String state) {
        return new Beginning.Unavailable("never");
      }

      @Override
      public Outcome finish(Map<String, String> returned, String memory) {
        return new Outcome.Refused("never");
      }

      @Override
      public Renewed renew(String renewal, String subject) {
        if (renewal.equals(renewedWith.getAndSet(renewal))) {
          return new Renewed.Over("it came twice");
        }
        try {
          Thread.sleep(50);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        return new Renewed.Still(ADA, renewal + "+");
      }

      @Override
      public Optional<String> metadata() {
        return Optional.empty();
      }
    };
  }

  private Families families() {
    return new Families(table, provider(), new SigninEntries(log), now::get);
  }

  private TokenEndpoint endpoint() {
    KeySets none = new KeySets(new Fetching(Fetching.Reach.INTERNET, Dialler.standard()), now::get);
    SigninEntries entries = new SigninEntries(log);
    Clients clients =
        new Clients(
            SETTINGS,
            new ClientDocuments(
                new Fetching(Fetching.Reach.INTERNET, Dialler.standard()), false, now::get),
            new Registrations(SETTINGS, table, entries, now::get));
    return new TokenEndpoint(
        SETTINGS,
        new ClientProofs(SETTINGS, clients, none, none),
        codes,
        new Devices(SETTINGS, now::get),
        families(),
        new BroughtGrants(SETTINGS, none),
        new AccessTokens(
            SETTINGS,
            new SigningKeys(table, SETTINGS.keyLife(), SETTINGS.tokenLife(), now::get),
            now::get),
        entries);
  }

  private static Asked form(Map<String, String> fields) {
    return new Asked(
        "POST",
        URI.create(SETTINGS.at("/token")).getPath(),
        "",
        Map.of("content-type", "application/x-www-form-urlencoded"),
        SigninHouse.encoded(fields),
        "192.0.2.1");
  }

  private static Asked refreshing(String token) {
    return form(Map.of("grant_type", "refresh_token", "refresh_token", token, "client_id", "desk"));
  }

  private static String refreshToken(Answer answer) {
    assertEquals(200, answer.status(), answer.body());
    return JsonDocuments.object(answer.body()).getString("refresh_token");
  }

  private static Granted granted() {
    return new Granted("desk", ADA, SETTINGS.resources().getFirst(), Set.of("mcp:use"));
  }

  private Asked exchanging() {
    String code =
        codes.make(
            new Codes.Code(
                granted(),
                SigninHouse.REDIRECT,
                Handles.digest(SigninHouse.VERIFIER),
                Optional.of("theirs"),
                Handles.fresh()));
    return form(
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "client_id",
            "desk",
            "redirect_uri",
            SigninHouse.REDIRECT,
            "code_verifier",
            SigninHouse.VERIFIER));
  }

  @Test
  void usesNoTokenUpWhoseSuccessorCannotBeRecorded() throws Exception {
    String token = refreshToken(endpoint().token(exchanging()));
    log.close();
    TokenEndpoint without = endpoint();
    assertThrows(RecordingException.class, () -> without.token(refreshing(token)));
    assertThrows(RecordingException.class, () -> without.token(refreshing(token)));
    log = opened();
    now.updateAndGet(it -> it.plus(Duration.ofMinutes(1)));
    String next = refreshToken(endpoint().token(refreshing(token)));
    assertEquals("theirs++", renewedWith.get(), "what the provider said meanwhile was kept");
    now.updateAndGet(it -> it.plus(Family.FORGIVEN));
    assertThrows(RefusedException.class, () -> endpoint().token(refreshing(token)), "used up");
    assertThrows(RefusedException.class, () -> endpoint().token(refreshing(next)), "ended");
  }

  @Test
  void beginsNoSessionWhoseTokenCannotBeRecorded() throws Exception {
    Asked asked = exchanging();
    log.close();
    assertThrows(RecordingException.class, () -> endpoint().token(asked));
    assertEquals(0, table.count(KeptTable.Kind.FAMILY, now.get()));
    log = opened();
    var _ = refreshToken(endpoint().token(exchanging()));
    assertEquals(1, table.count(KeptTable.Kind.FAMILY, now.get()));
  }

  @Test
  void asksTheProviderForTwoAtTheSameMomentOneAfterTheOther() throws Exception {
    TokenEndpoint endpoint = endpoint();
    String token = refreshToken(endpoint.token(exchanging()));
    List<String> given = new CopyOnWriteArrayList<>();
    List<Thread> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      given.add(refreshToken(endpoint.token(refreshing(token))));
                    } catch (RefusedException | SQLException | RecordingException e) {
                      given.add(e.toString());
                    }
                  }));
    }
    for (Thread each : both) {
      each.join();
    }
    assertEquals("theirs+", renewedWith.get());
    assertEquals(
        List.of(), given.stream().filter(it -> it.contains("Exception")).toList(), "both have one");
  }

  @Test
  void forgivesTwoAtTheSameMomentAndNotAThird() throws Exception {
    Families families = families();
    String token = families.begin("f", granted(), Optional.empty());
    Families.Turn one = allowed(families, token);
    Families.Turn two = allowed(families, token);
    Families.Turn three = allowed(families, token);
    String first = families.turn(one);
    var _ = families.turn(two);
    assertThrows(RefusedException.class, () -> families.turn(three));
    assertThrows(RefusedException.class, () -> allowed(families, first), "all are ended");
  }

  @Test
  void beginsNoSessionWhoseCodeCameTwiceBefore() throws Exception {
    Families families = families();
    families.endOf("f");
    assertThrows(RefusedException.class, () -> families.begin("f", granted(), Optional.empty()));
    assertEquals(0, table.count(KeptTable.Kind.FAMILY, now.get()));
  }

  @Test
  void forgivesForTenSecondsOnly() throws Exception {
    Families families = families();
    String token = families.begin("f", granted(), Optional.empty());
    String next = families.turn(allowed(families, token));
    now.updateAndGet(it -> it.plus(Family.FORGIVEN));
    assertThrows(RefusedException.class, () -> allowed(families, token));
    assertThrows(RefusedException.class, () -> allowed(families, next), "the session is over");
  }

  private static Families.Turn allowed(Families families, String token) throws Exception {
    return families.allowed(token, DESK, Optional.empty(), Optional.empty());
  }
}
