package dev.gatehouse.gateway.signin.saml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody is let in by a response that the provider did not make for us, now, for this request. */
class ForgedResponsesTest {
  private static final TestProvider PROVIDER = TestProvider.rsa();
  private static final TestProvider STRANGER = TestProvider.rsa();
  private static final OwnKey OURS = OwnKeyMaker.make(TestResponses.SERVICE, TestResponses.NOW);

  private static final List<Forgery> FORGERIES = made();

  static List<Forgery> forgeries() {
    return FORGERIES;
  }

  private static List<Forgery> made() {
    ForgedForms forms = new ForgedForms(PROVIDER, STRANGER);
    ForgedContents contents =
        new ForgedContents(PROVIDER, STRANGER, OURS.certificate().getPublicKey());
    return Stream.of(
            forms.hidden(),
            forms.wrapped(),
            forms.badlySigned(),
            contents.notForUs(),
            contents.notNow(),
            contents.aboutNobody(),
            contents.encrypted())
        .flatMap(cases -> cases)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void refusesWhatIsForged(Forgery forgery) {
    RefusedException refused = assertThrows(RefusedException.class, () -> person(forgery.field()));
    assertEquals(forgery.reason(), refused.refusal());
  }

  @Test
  void acceptsWhatTheForgeriesWereMadeFrom() throws RefusedException {
    assertEquals(
        "alice",
        person(TestResponses.field(PROVIDER.signAssertion(TestResponses.ofAlice()))).subject());
  }

  @Test
  void saysWhyInOneWordAndNothingOfTheResponse() {
    assertTrue(forgeries().size() >= 100);
    for (Refusal refusal : Refusal.values()) {
      assertTrue(new Outcome.Refused(refusal).reason().matches("[a-z0-9]+"));
      RefusedException exception = new RefusedException(refusal);
      assertEquals(refusal.word(), exception.getMessage());
      assertEquals(0, exception.getStackTrace().length);
    }
  }

  private static Outcome.Person person(String field) throws RefusedException {
    TestSettings service = TestSettings.in(Path.of("unused"));
    Expected expected = service.expected(OURS, PROVIDER.keys().getPublic());
    PersonNaming naming =
        new PersonNaming(service.settings().nameAttribute(), service.settings().groupsAttribute());
    return naming.person(ResponseReader.read(field, expected), expected.provider());
  }
}
