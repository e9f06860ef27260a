package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.Narrowing;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.Request;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.Vote;
import dev.gatehouse.gateway.identity.Actor;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Escalation;
import dev.gatehouse.policies.Grants;
import dev.gatehouse.policies.Need;
import dev.gatehouse.policies.Reason;
import jakarta.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An approval with a text of a stranger in each of its places.
 *
 * @param texts what stands where another text than the usual one does, by the place's name
 */
record Samples(Map<String, String> texts) {
  static final Instant ASKED = Instant.parse("2026-11-24T05:00:00Z");
  static final Instant NOW = ASKED.plusSeconds(90);

  /** Every place that holds a text of somebody else. */
  static final List<String> PLACES =
      List.of(
          "tool",
          "upstream",
          "method",
          "argument",
          "argument name",
          "arguments",
          "other",
          "justification",
          "description",
          "rule",
          "because",
          "verb",
          "group",
          "escalation group",
          "break-glass group",
          "requester",
          "issuer",
          "actor",
          "actor issuer",
          "application",
          "client",
          "attached",
          "vote reason",
          "person",
          "person issuer",
          "away",
          "why",
          "step",
          "narrowed",
          "id",
          "exchange");

  static Samples plain() {
    return new Samples(Map.of());
  }

  Samples with(String place, String text) {
    Map<String, String> all = new HashMap<>(texts);
    all.put(place, text);
    return new Samples(all);
  }

  ApprovalText text() {
    return ApprovalText.of(approval(), List.of(earlier()), NOW);
  }

  Approval approval() {
    return approval("01JDPENDING", State.PENDING, narrowed());
  }

  private Approval earlier() {
    return new Samples(Map.of("why", of("why", "too much")))
        .approval("01JDEARLIER", State.DENIED, Optional.empty());
  }

  private Optional<Narrowing> narrowed() {
    return texts.containsKey("narrowed")
        ? Optional.of(new Narrowing(of("narrowed", "{}"), "0".repeat(64), person()))
        : Optional.empty();
  }

  private Approval approval(String id, State state, Optional<Narrowing> narrowed) {
    return new Approval(
        of("id", id),
        request(),
        texts.containsKey("attached") ? List.of(requester(of("attached", "bo"))) : List.of(),
        state,
        ASKED,
        ASKED.plus(Duration.ofHours(4)),
        ASKED.plus(Duration.ofHours(5)),
        List.of(
            new Vote(
                person(),
                ASKED.plusSeconds(30),
                of("vote reason", "looks right"),
                Optional.of(new Person(of("away", "dan"), Optional.empty(), Set.of(), false)))),
        of("justification", "the customer was charged twice"),
        narrowed,
        0,
        List.of(),
        false,
        false,
        of("why", ""),
        state == State.PENDING ? Optional.empty() : Optional.of(person()),
        List.of(new Step(1, "asked", ASKED, "ann", of("step", "new"))),
        3);
  }

  private Request request() {
    Binding binding =
        new Binding(
            "{}",
            of("upstream", "billing"),
            of("method", "tools/call"),
            of("tool", "refund"),
            "a".repeat(64),
            "b".repeat(64),
            "c".repeat(64),
            "d".repeat(64));
    return new Request(
        binding,
        requester(of("requester", "ann")),
        Optional.of(of("description", "Pays money back.")),
        arguments(),
        Json.createObjectBuilder()
            .add("_meta", Json.createObjectBuilder().add("trace", of("other", "t-1")))
            .build()
            .toString(),
        List.of(demand()),
        List.of(new Reason(of("rule", "large-refunds"), of("verb", "approve"), because())),
        of("exchange", "01JDEXCHANGE"),
        "");
  }

  private String because() {
    return of("because", "refunds above 100 wait for finance");
  }

  private String arguments() {
    return of(
        "arguments",
        "{\"amount\": 250.00, "
            + quoted(of("argument name", "note"))
            + ": "
            + quoted(of("argument", "charged twice"))
            + "}");
  }

  /** With lone surrogates as escapes, as they come. */
  private static String quoted(String text) {
    return dev.gatehouse.adapters.jsonrpc.JsonStrings.quote(text);
  }

  private Demand demand() {
    return new Demand(
        of("rule", "large-refunds"),
        List.of(of("group", "finance"), "leads"),
        Need.ANY,
        2,
        Duration.ofHours(4),
        new Grants.Once(Duration.ofMinutes(15)),
        true,
        Optional.of(
            new Escalation(Duration.ofHours(1), List.of(of("escalation group", "directors")))),
        Optional.empty(),
        List.of(of("break-glass group", "on-call")));
  }

  private Requester requester(String name) {
    return new Requester(
        name,
        Optional.of(of("issuer", "https://id.example")),
        List.of(
            new Actor(
                of("actor", "helper"), Optional.of(of("actor issuer", "https://agents.example"))),
            new Actor("relay", Optional.empty())),
        Optional.of(of("application", "desk-app")),
        Optional.of(of("client", "Desk 1.2")));
  }

  private Person person() {
    return new Person(
        of("person", "bob"),
        Optional.of(of("person issuer", "https://id.example")),
        Set.of("finance"),
        false);
  }

  private String of(String place, String usual) {
    return texts.getOrDefault(place, usual);
  }
}
