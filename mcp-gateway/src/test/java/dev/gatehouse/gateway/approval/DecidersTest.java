package dev.gatehouse.gateway.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.identity.Actor;
import dev.gatehouse.gateway.identity.Principal;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose word counts about held calls. */
class DecidersTest {
  private static final String OURS = "https://gatehouse.example.com";
  private static final String OTHER = "https://sso.example.com";

  private final Deciders deciders =
      new Deciders(Optional.of(OURS), Set.of("gatehouse-login"), Set.of("desk"));

  private static Principal somebody(String issuer, Optional<String> application, Actor... actors) {
    return new Principal(
        "ada",
        Optional.of(issuer),
        List.of("finance"),
        Set.of(),
        Set.of(),
        application,
        List.of(actors),
        JsonValue.EMPTY_JSON_OBJECT,
        Optional.empty(),
        true);
  }

  private void assertNobody(Principal principal, String why) {
    Deciders.Known.Nobody nobody =
        assertInstanceOf(Deciders.Known.Nobody.class, deciders.of(principal));
    assertTrue(nobody.why().contains(why), nobody::why);
  }

  @Test
  void isAPersonWhoSignedInByOurOwnClient() {
    assertEquals(
        new Deciders.Known.Somebody(new Person("ada", Optional.of(OURS), Set.of("finance"), false)),
        deciders.of(somebody(OURS, Optional.of("gatehouse-login"))));
  }

  @Test
  void isNobodyWhoOnlyCallsItselfSoAtAnotherIssuer() {
    assertNobody(somebody(OTHER, Optional.of("gatehouse-login")), "`gatehouse-login`");
  }

  @Test
  void isAPersonWithAProgramThatIsNamed() {
    assertInstanceOf(
        Deciders.Known.Somebody.class, deciders.of(somebody(OTHER, Optional.of("desk"))));
  }

  @Test
  void isNobodyWithAProgramThatCallsTools() {
    assertNobody(somebody(OURS, Optional.of("an-agent")), "approvals.applications");
    assertNobody(somebody(OURS, Optional.empty()), "nobody named");
  }

  @Test
  void isNobodyThroughWhomSomebodyActs() {
    assertNobody(
        somebody(OURS, Optional.of("gatehouse-login"), new Actor("agent", Optional.empty())),
        "acts for them");
  }

  @Test
  void isTheOwnerWhereCallersAreNotToldApart() {
    Deciders.Known.Somebody owner =
        assertInstanceOf(Deciders.Known.Somebody.class, deciders.of(Principal.local("root")));
    assertTrue(owner.person().isOwner());
    assertFalse(new Person("root", Optional.empty(), Set.of(), false).equals(owner.person()));
  }
}
