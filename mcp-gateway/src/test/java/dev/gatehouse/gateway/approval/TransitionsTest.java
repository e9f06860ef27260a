package dev.gatehouse.gateway.approval;

import static dev.gatehouse.gateway.approval.Asked.ANN;
import static dev.gatehouse.gateway.approval.Asked.BOB;
import static dev.gatehouse.gateway.approval.Asked.CALLER;
import static dev.gatehouse.gateway.approval.Asked.CLEO;
import static dev.gatehouse.gateway.approval.Asked.EVE;
import static dev.gatehouse.gateway.approval.Asked.OUT;
import static dev.gatehouse.gateway.approval.Asked.START;
import static dev.gatehouse.gateway.approval.Asked.after;
import static dev.gatehouse.gateway.approval.Asked.granted;
import static dev.gatehouse.gateway.approval.Asked.many;
import static dev.gatehouse.gateway.approval.Asked.once;
import static dev.gatehouse.gateway.approval.Asked.pending;
import static dev.gatehouse.gateway.approval.Asked.person;
import static dev.gatehouse.gateway.approval.Asked.refusal;
import static dev.gatehouse.gateway.approval.Asked.yes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.identity.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What follows from events. */
class TransitionsTest {
  private static final Instant LATER = START.plus(Duration.ofMinutes(5));
  private static final String STALE = Transitions.STALE;

  private static List<String> words(Approval approval) {
    return approval.steps().stream().map(Step::word).toList();
  }

  @Test
  void grantsWhenAsManyDifferentPeopleSaidYesAsTheRuleWants() {
    Approval asked = pending(once(2));
    Approval one = after(asked, yes(ANN, asked), LATER);
    assertEquals(State.PENDING, one.state());
    assertEquals("you have said yes to it already", refusal(one, yes(ANN, one), LATER));
    Approval two = after(one, yes(BOB, one), LATER);
    assertEquals(State.GRANTED, two.state());
    assertEquals(LATER.plus(Duration.ofMinutes(10)), two.useBy());
    assertEquals(List.of("asked", "approved", "approved", "granted"), words(two));
    assertEquals("it was granted already", refusal(two, yes(EVE, two), LATER));
  }

  @Test
  void countsThePersonOfAnotherIssuerAsAnother() {
    Approval asked = pending(once(2));
    Person other = new Person("ann", Optional.of("https://other"), Set.of("finance"), false);
    Approval one = after(asked, yes(ANN, asked), LATER);
    assertEquals(State.GRANTED, after(one, yes(other, one), LATER).state());
  }

  @Test
  void neverLetsTheRequesterDecideNorWhoActsForIt() {
    Approval asked = pending(once(1));
    String own = "you asked for it, or what acts for you did: others decide";
    assertEquals(own, refusal(asked, yes(CALLER, asked), LATER));
    assertEquals(own, refusal(asked, yes(person("robot", "finance"), asked), LATER));
    assertEquals(own, refusal(asked, new Event.Denied(CALLER, ""), LATER));
    Event broken = new Event.GlassBroken(person("cleo", "on-call"), "fire", asked.seen());
    assertEquals(own, refusal(asked, broken, LATER));
    Event narrowed = new Event.Narrowed(CALLER, "{}", "", asked.seen());
    assertEquals(own, refusal(asked, narrowed, LATER));
    Person namesake = new Person("cleo", Optional.of("https://other"), Set.of("finance"), false);
    assertEquals(State.GRANTED, after(asked, yes(namesake, asked), LATER).state());
  }

  @Test
  void comparesIssuersOfActorsThatStateOne() {
    Requester via =
        new Requester(
            "cleo",
            Optional.of("https://id"),
            List.of(new Actor("dan", Optional.of("https://id"))),
            Optional.empty(),
            Optional.empty());
    assertTrue(via.isBehind(person("dan")));
    assertFalse(via.isBehind(new Person("dan", Optional.of("https://b"), Set.of(), false)));
    assertFalse(via.isBehind(new Person("dan", Optional.empty(), Set.of(), false)));
    assertTrue(CLEO.isBehind(new Person("robot", Optional.of("https://b"), Set.of(), false)));
  }

  @Test
  void looksAtEveryoneWhoAttached() {
    Approval asked = pending(once(2));
    Approval one = after(asked, yes(ANN, asked), LATER);
    Requester bob =
        new Requester(
            "bob", Optional.of("https://id"), List.of(), Optional.empty(), Optional.empty());
    Approval joined = after(one, new Event.Attached(bob), LATER);
    assertTrue(joined.votes().isEmpty());
    assertEquals(STALE, refusal(joined, yes(ANN, one), LATER));
    assertTrue(refusal(joined, yes(BOB, joined), LATER).startsWith("you asked for it"));
    Approval same = after(joined, new Event.Attached(bob), LATER);
    assertEquals(joined, same);
    Approval granted = granted(once(1));
    assertEquals(
        "it was granted to another caller", refusal(granted, new Event.Attached(bob), LATER));
  }

  @Test
  void letsOnlyMembersOfTheGroupsDecide() {
    Approval asked = pending(once(1));
    String why = "you are in none of the groups that may decide on it: `finance`";
    assertEquals(why, refusal(asked, yes(OUT, asked), LATER));
    assertEquals(why, refusal(asked, new Event.Denied(OUT, ""), LATER));
    assertEquals(why, refusal(asked, yes(EVE, asked), LATER));
  }

  @Test
  void asksOthersTooAfterATime() {
    Approval asked = pending(once(1));
    Instant then = START.plus(Duration.ofMinutes(20));
    assertFalse(asked.at(then.minusMillis(1)).escalated());
    assertTrue(asked.at(then).escalated());
    assertEquals(List.of("asked", "escalated"), words(asked.at(then)));
    assertEquals(asked.at(then), asked.at(then).at(then.plusSeconds(1)));
    assertEquals(State.GRANTED, after(asked, yes(EVE, asked), then).state());
  }

  @Test
  void endsByTheFirstNo() {
    Approval one = after(pending(once(2)), yes(ANN, pending(once(2))), LATER);
    Approval denied = after(one, new Event.Denied(BOB, "too much"), LATER);
    assertEquals(State.DENIED, denied.state());
    assertEquals("too much", denied.why());
    assertEquals("it was denied already", refusal(denied, yes(BOB, denied), LATER));
    assertEquals(
        "it was granted already", refusal(granted(once(1)), new Event.Denied(BOB, ""), START));
  }

  @Test
  void refusesWhoeverSawSomethingElse() {
    Approval asked = pending(once(1));
    Approval justified = after(asked, new Event.Justified("a promise"), LATER);
    assertEquals(STALE, refusal(justified, yes(ANN, asked), LATER));
    assertEquals(STALE, refusal(justified, new Event.Narrowed(ANN, "{}", "", asked.seen()), LATER));
    Person onCall = person("dora", "on-call");
    assertEquals(
        STALE, refusal(justified, new Event.GlassBroken(onCall, "fire", asked.seen()), LATER));
    assertEquals(State.GRANTED, after(justified, yes(ANN, justified), LATER).state());
  }

  @Test
  void forgetsTheYesesWhenArgumentsAreNarrowed() {
    Approval asked = pending(once(2));
    Approval one = after(asked, yes(ANN, asked), LATER);
    Event narrowing = new Event.Narrowed(BOB, "{\"amount\":1}", "less", one.seen());
    Approval narrowed = after(one, narrowing, LATER);
    assertTrue(narrowed.votes().isEmpty());
    assertEquals("{\"amount\":1}", narrowed.argumentsJson());
    assertEquals(STALE, refusal(narrowed, yes(ANN, one), LATER));
    Approval again = after(narrowed, yes(BOB, narrowed), LATER);
    assertEquals(State.PENDING, again.state());
    assertEquals(State.GRANTED, after(again, yes(ANN, again), LATER).state());
  }

  @Test
  void takesOnlyAnObjectInPlaceOfArguments() {
    Approval asked = pending(once(1));
    for (String bad : List.of("[]", "1", "{", "{\"a\":1,\"a\":2}", asked.argumentsJson())) {
      String why = refusal(asked, new Event.Narrowed(ANN, bad, "", asked.seen()), LATER);
      assertTrue(why.contains("arguments"), why);
    }
  }

  @Test
  void wantsAJustificationWhereTheRuleDoes() {
    Approval asked = pending(Asked.justified());
    assertEquals(
        "its rule wants the requester to say first what it is for",
        refusal(asked, yes(ANN, asked), LATER));
    Approval said = after(asked, new Event.Justified("a promise"), LATER);
    assertEquals(State.GRANTED, after(said, yes(ANN, said), LATER).state());
    assertTrue(refusal(asked, new Event.Justified(" "), LATER).contains("expected"));
  }

  @Test
  void countsAPersonOnceAlsoWhereSomebodyStandsIn() {
    Approval asked = pending(once(2));
    Person dan = person("dan", "sales");
    Event forAnn = new Event.Approved(dan, Optional.of(ANN), "", asked.seen());
    Approval one = after(asked, forAnn, LATER);
    assertEquals(State.PENDING, one.state());
    assertEquals("`dan` has said yes to it for you", refusal(one, yes(ANN, one), LATER));
    Event again = new Event.Approved(dan, Optional.of(BOB), "", one.seen());
    assertEquals("you have said yes to it already", refusal(one, again, LATER));
    Event twice = new Event.Approved(BOB, Optional.of(ANN), "", one.seen());
    assertEquals("`ann` has a part in a yes already", refusal(one, twice, LATER));
    Event forCaller = new Event.Approved(dan, Optional.of(CALLER), "", asked.seen());
    assertTrue(refusal(asked, forCaller, LATER).contains("nobody decides in that name"));
    Event byCaller = new Event.Approved(CALLER, Optional.of(ANN), "", asked.seen());
    assertTrue(refusal(asked, byCaller, LATER).startsWith("you asked for it"));
    Event oneself = new Event.Approved(ANN, Optional.of(ANN), "", asked.seen());
    assertEquals("nobody stands in for oneself", refusal(asked, oneself, LATER));
  }

  @Test
  void takesAYesBack() {
    Approval asked = pending(once(2));
    Approval one = after(asked, yes(ANN, asked), LATER);
    Approval none = after(one, new Event.Retracted(ANN), LATER);
    assertTrue(none.votes().isEmpty());
    assertEquals("you have not said yes to it", refusal(none, new Event.Retracted(ANN), LATER));
    assertEquals(
        "it was granted already", refusal(granted(once(1)), new Event.Retracted(ANN), START));
  }

  @Test
  void breaksTheGlassForOneOfTheGroupWithAReason() {
    Approval asked = pending(once(2));
    Person dora = person("dora", "on-call");
    Approval broken = after(asked, new Event.GlassBroken(dora, "fire", asked.seen()), LATER);
    assertEquals(State.GRANTED, broken.state());
    assertTrue(broken.glassBroken());
    assertEquals(List.of("asked", "break-glass", "granted"), words(broken));
    assertEquals(
        "breaking the glass needs a reason",
        refusal(asked, new Event.GlassBroken(dora, " ", asked.seen()), LATER));
    assertTrue(
        refusal(asked, new Event.GlassBroken(ANN, "fire", asked.seen()), LATER)
            .contains("break the glass: `on-call`"));
  }

  @Test
  void letsTheOwnerDecideAloneAsOnePerson() {
    Person owner = new Person("cleo", Optional.of("https://id"), Set.of(), true);
    Approval asked = pending(once(1));
    assertEquals(State.GRANTED, after(asked, yes(owner, asked), LATER).state());
    Approval two = pending(once(2));
    assertEquals(State.PENDING, after(two, yes(owner, two), LATER).state());
  }

  @Test
  void expiresUndecidedAndLapsesUnused() {
    Approval asked = pending(once(1));
    Approval late = asked.at(asked.decideBy());
    assertEquals(State.EXPIRED, late.state());
    assertEquals(List.of("asked", "escalated", "expired"), words(late));
    assertEquals(
        "it expired: nobody decided in time", refusal(asked, yes(ANN, asked), asked.decideBy()));
    Approval granted = granted(once(1));
    assertEquals(State.GRANTED, granted.at(granted.useBy().minusNanos(1)).state());
    assertEquals(State.LAPSED, granted.at(granted.useBy()).state());
  }

  @Test
  void withdrawsAndRevokesAndIsOutdated() {
    Approval asked = pending(once(1));
    assertEquals(State.WITHDRAWN, after(asked, new Event.Withdrawn(""), LATER).state());
    Approval granted = granted(once(1));
    assertEquals(State.WITHDRAWN, after(granted, new Event.Withdrawn(""), START).state());
    assertEquals(State.REVOKED, after(granted, new Event.Revoked(BOB, "no"), START).state());
    assertTrue(refusal(granted, new Event.Revoked(OUT, ""), START).contains("revoke it"));
    assertTrue(refusal(asked, new Event.Revoked(BOB, ""), START).contains("deny it instead"));
    assertEquals(State.WITHDRAWN, after(asked, new Event.Outdated("policy"), LATER).state());
    assertEquals(State.REVOKED, after(granted, new Event.Outdated("policy"), START).state());
  }

  @Test
  void staysOverWhateverHappens() {
    Approval asked = pending(once(1));
    List<Approval> over =
        List.of(
            after(asked, new Event.Denied(ANN, ""), LATER),
            after(asked, new Event.Withdrawn(""), LATER),
            asked.at(asked.decideBy()),
            after(granted(once(1)), new Event.Revoked(ANN, ""), START),
            spent(granted(once(1))));
    for (Approval approval : over) {
      for (Event event :
          List.of(
              new Event.Attached(CLEO),
              new Event.Abandoned(),
              new Event.Justified("x"),
              yes(BOB, approval),
              new Event.Denied(BOB, ""),
              new Event.Narrowed(BOB, "{}", "", approval.seen()),
              new Event.GlassBroken(person("dora", "on-call"), "x", approval.seen()),
              new Event.Withdrawn(""),
              new Event.Retracted(ANN),
              new Event.Revoked(ANN, ""),
              new Event.Outdated("x"))) {
        Change change = Transitions.apply(approval, event, START.plus(Duration.ofDays(9)));
        assertFalse(change instanceof Change.Stepped, approval + " " + event);
        assertEquals(approval, change.approval());
      }
    }
  }

  private static Approval spent(Approval granted) {
    String key = granted.request().binding().key();
    return Runs.spend(granted, key, "e", "n/1", START).approval();
  }

  @Test
  void spendsAGrantForOneUseOnce() {
    Approval granted = granted(once(1));
    String key = granted.request().binding().key();
    Approval used = spent(granted);
    assertEquals(State.USED, used.state());
    assertInstanceOf(Change.Refused.class, Runs.spend(used, key, "f", "n/1", START));
    assertInstanceOf(Change.Refused.class, Runs.spend(granted, "other", "f", "n/1", START));
    assertInstanceOf(Change.Refused.class, Runs.spend(granted, key, "f", "n/1", granted.useBy()));
    assertInstanceOf(Change.Refused.class, Runs.spend(pending(once(1)), key, "f", "n/1", START));
  }

  @Test
  void spendsATimeBoxedGrantUntilItsEnd() {
    Approval granted = granted(many());
    String key = granted.request().binding().key();
    Approval used = spent(granted);
    assertEquals(State.GRANTED, used.state());
    assertInstanceOf(Change.Refused.class, Runs.spend(used, key, "e", "n/1", START));
    Approval twice = Runs.spend(used, key, "f", "n/1", START).approval();
    assertEquals(2, twice.uses());
    assertEquals(State.USED, twice.at(granted.useBy()).state());
    assertEquals(State.LAPSED, granted.at(granted.useBy()).state());
  }

  @Test
  void learnsHowARunEndedAlsoWhereNobodyKnewBefore() {
    Approval used = spent(granted(once(1)));
    Approval lost = Runs.lost(used, _ -> true, START).approval();
    assertEquals(Run.UNKNOWN, lost.run().orElseThrow().outcome());
    Approval known = Runs.ended(lost, "e", Run.REPLIED, START).approval();
    assertEquals(Run.REPLIED, known.run().orElseThrow().outcome());
    assertInstanceOf(Change.Same.class, Runs.ended(known, "e", Run.FAILED, START));
    assertInstanceOf(Change.Same.class, Runs.lost(known, _ -> true, START));
  }

  @Test
  void keepsRoomForTheEndHoweverMuchHappens() {
    Approval approval = pending(once(2));
    for (int i = 0; i < 500; i++) {
      Change yes = Transitions.apply(approval, yes(ANN, approval), LATER);
      approval = yes.approval();
      approval = Transitions.apply(approval, new Event.Retracted(ANN), LATER).approval();
      approval = Transitions.apply(approval, new Event.Abandoned(), LATER).approval();
      approval = Transitions.apply(approval, new Event.Attached(CLEO), LATER).approval();
    }
    assertTrue(approval.steps().size() <= Transitions.STEPS_FREE_MAX, "" + approval.steps());
    assertEquals(State.DENIED, after(approval, new Event.Denied(ANN, ""), LATER).state());
    assertEquals(State.EXPIRED, approval.at(approval.decideBy()).state());
  }
}
