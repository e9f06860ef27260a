package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.TestResponses.REQUEST;
import static dev.gatehouse.gateway.signin.saml.TestResponses.assertion;
import static dev.gatehouse.gateway.signin.saml.TestResponses.cut;
import static dev.gatehouse.gateway.signin.saml.TestResponses.field;
import static dev.gatehouse.gateway.signin.saml.TestResponses.ofAlice;
import static dev.gatehouse.gateway.signin.saml.TestResponses.response;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in from beginning to end, over time. */
class SamlProviderTest {
  private static final TestProvider OLD = TestProvider.rsa();
  private static final TestProvider NEW = TestProvider.rsa();

  /** One for all tests: making RSA keys takes long. */
  private static final String OURS =
      PemText.of(OwnKeyMaker.make(TestResponses.SERVICE, TestResponses.NOW));

  @TempDir private Path directory;

  private final TestSettings.MutableClock clock = new TestSettings.MutableClock();
  private TestSettings service = TestSettings.in(Path.of("unused"));

  @BeforeEach
  void describeTheProvider() throws IOException {
    service = TestSettings.in(directory);
    Files.writeString(directory.resolve("saml.pem"), OURS);
    describe(OLD);
  }

  @Test
  void letsInWhomTheProviderNamed() throws SamlKeyException {
    Outcome outcome = service.open(clock).finish(alice(OLD, "_a1"), REQUEST);
    Outcome.Person alice = assertInstanceOf(Outcome.Person.class, outcome);
    assertEquals("alice", alice.subject());
    assertEquals(TestResponses.PROVIDER, alice.issuer());
    assertEquals(List.of("payments", "auditors"), alice.groups());
    assertEquals(List.of("alice@example.com"), alice.attributes().get("mail"));
    assertEquals(Optional.of(Instant.parse("2026-11-23T20:00:00Z")), alice.sessionEnds());
    assertFalse(alice.toString().contains("payments"));
  }

  @Test
  void letsNobodyInTwiceWithOneAssertion() throws SamlKeyException {
    SamlProvider provider = service.open(clock);
    assertPerson(provider.finish(alice(OLD, "_a1"), REQUEST));
    assertRefused(Refusal.REPLAYED, provider.finish(alice(OLD, "_a1"), REQUEST));
    assertPerson(provider.finish(alice(OLD, "_a2"), REQUEST));
    clock.pass(Duration.ofSeconds(359));
    assertRefused(Refusal.REPLAYED, provider.finish(alice(OLD, "_a1"), REQUEST));
    clock.pass(Duration.ofSeconds(1));
    assertRefused(Refusal.EXPIRED, provider.finish(alice(OLD, "_a1"), REQUEST));
  }

  @Test
  void letsOneInOfManyAtOnce() throws SamlKeyException, InterruptedException {
    SamlProvider provider = service.open(clock);
    String alice = alice(OLD, "_a1");
    AtomicInteger persons = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    if (provider.finish(alice, REQUEST) instanceof Outcome.Person) {
                      persons.incrementAndGet();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, persons.get());
  }

  @Test
  void takesNoAnswerToAnotherRequestOrToNone() throws SamlKeyException {
    SamlProvider provider = service.open(clock);
    assertRefused(Refusal.REQUEST, provider.finish(alice(OLD, "_a1"), "_request2"));
    assertRefused(Refusal.REQUEST, provider.finish(alice(OLD, "_a1"), ""));
    String unasked = ofAlice().replace(" InResponseTo=\"_request1\"", "");
    assertRefused(Refusal.REQUEST, provider.finish(field(OLD.signAssertion(unasked)), ""));
  }

  @Test
  void takesANewKeyOnceTheMetadataNamesIt() throws Exception {
    SamlProvider provider = service.open(clock);
    assertPerson(provider.finish(alice(OLD, "_a1"), REQUEST));
    assertRefused(Refusal.SIGNATURE, provider.finish(alice(NEW, "_a2"), REQUEST));
    describe(OLD, NEW);
    assertPerson(provider.finish(alice(NEW, "_a2"), REQUEST));
    assertPerson(provider.finish(alice(OLD, "_a3"), REQUEST));
    describe(NEW);
    assertPerson(provider.finish(alice(NEW, "_a4"), REQUEST));
    // Until a look is due nobody says that the old key is gone.
    assertPerson(provider.finish(alice(OLD, "_a5"), REQUEST));
  }

  @Test
  void dropsAKeyThatTheMetadataNamesNoMore() throws Exception {
    SamlProvider provider = service.open(clock);
    assertPerson(provider.finish(alice(OLD, "_a1"), REQUEST));
    describe(NEW);
    clock.pass(Duration.ofMinutes(15));
    String later = ofAlice().replace("12:05:00Z", "12:50:00Z").replace("_a1", "_a6");
    assertRefused(Refusal.SIGNATURE, provider.finish(field(OLD.signAssertion(later)), REQUEST));
    assertPerson(provider.finish(field(NEW.signAssertion(later)), REQUEST));
  }

  @Test
  void beginsAndEndsNothingUntilThereIsMetadata() throws Exception {
    Files.delete(directory.resolve("idp.xml"));
    SamlProvider provider = service.open(clock);
    assertEquals(new Beginning.Unavailable(Refusal.PROVIDER), provider.begin("x"));
    assertRefused(Refusal.PROVIDER, provider.finish(alice(OLD, "_a1"), REQUEST));
    describe(OLD);
    assertInstanceOf(Beginning.Begun.class, provider.begin("x"));
    assertPerson(provider.finish(alice(OLD, "_a1"), REQUEST));
  }

  @Test
  void beginsEachTimeWithAnotherRequest() throws SamlKeyException {
    SamlProvider provider = service.open(clock);
    var first = assertInstanceOf(Beginning.Begun.class, provider.begin("state"));
    var second = assertInstanceOf(Beginning.Begun.class, provider.begin("state"));
    assertNotEquals(first.requestId(), second.requestId());
    assertEquals(TestResponses.NOW.plus(Duration.ofMinutes(10)), first.expires());
    assertFalse(first.toString().contains(first.requestId()));
    assertFalse(first.sending().toString().contains("SAMLRequest"));
    assertThrows(IllegalArgumentException.class, () -> provider.begin("é".repeat(41)));
    assertInstanceOf(Beginning.Begun.class, provider.begin("é".repeat(40)));
  }

  @Test
  void namesPersonsByAnAttributeWhereSettingsSaySo() throws SamlKeyException {
    SamlProvider provider = service.namedBy("mail").open(clock);
    var alice = assertInstanceOf(Outcome.Person.class, provider.finish(alice(OLD, "_a1"), REQUEST));
    assertEquals("alice@example.com", alice.subject());
    assertEquals(List.of(), alice.groups());
    // A name for one time does no harm then.
    String once = ofAlice().replace("format:persistent", "format:transient").replace("_a1", "_a2");
    assertPerson(provider.finish(field(OLD.signAssertion(once)), REQUEST));
    assertRefused(
        Refusal.NAME, service.namedBy("uid").open(clock).finish(alice(OLD, "_a1"), REQUEST));
    assertRefused(
        Refusal.NAME, service.namedBy("groups").open(clock).finish(alice(OLD, "_a1"), REQUEST));
  }

  @Test
  void opensWhatIsEncryptedToTheCertificateOfItsMetadata() throws Exception {
    SamlProvider provider = service.open(clock);
    var root = StrictXml.parse(provider.metadata());
    var role = Elements.children(root, SamlNames.METADATA, "SPSSODescriptor").getFirst();
    TestEncryption toUs = TestEncryption.best(ProviderKeys.read(role).getFirst());
    String signed = cut(OLD.signAssertion(ofAlice()), "<saml:Assertion", "</saml:Assertion>");
    assertPerson(provider.finish(field(response(toUs.encrypt(signed))), REQUEST));
  }

  @Test
  void keepsNoMoreAssertionsThanItCan() {
    SeenAssertions seen = new SeenAssertions(clock, 2);
    Instant until = TestResponses.NOW.plus(Duration.ofMinutes(5));
    assertTrue(seen.isFirst("a", until));
    assertFalse(seen.isFirst("a", until));
    assertTrue(seen.isFirst("b", TestResponses.NOW.plus(Duration.ofDays(3650))));
    assertFalse(seen.isFirst("c", until));
    clock.pass(Duration.ofMinutes(5));
    assertTrue(seen.isFirst("c", until.plusSeconds(300)));
    clock.pass(Duration.ofDays(1));
    assertTrue(seen.isFirst("d", clock.instant().plusSeconds(300)));
  }

  private void describe(TestProvider... signing) throws IOException {
    Files.writeString(directory.resolve("idp.xml"), TestProvider.metadata(signing));
  }

  private static String alice(TestProvider by, String id) {
    return field(by.signAssertion(response(assertion(id, "alice"))));
  }

  private static void assertPerson(Outcome outcome) {
    assertInstanceOf(Outcome.Person.class, outcome);
  }

  private static void assertRefused(Refusal refusal, Outcome outcome) {
    assertEquals(new Outcome.Refused(refusal), outcome);
  }
}
