package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.ArgumentsPatch;
import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.approval.Delegation;
import dev.gatehouse.gateway.approval.Delegations;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Outcome;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Carries out orders about held calls. Thread-safe.
 *
 * <p>Guarantee: nothing is told of a call to whom it is none of their business, not even that it is
 * there; what people say for the record holds nothing that policy hides.
 *
 * @param approvals where they are, open
 * @param delegations who stands in for whom
 * @param scrub hides what policy hides in what people write
 * @param undecided why nothing can be decided here; empty where it can
 */
public record ApprovalOrders(
    EntryLog log,
    Approvals approvals,
    Delegations delegations,
    UnaryOperator<String> scrub,
    Optional<String> undecided,
    InstantSource clock) {

  Answer perform(ApprovalOrder order, Cleared by) throws RecordingException {
    return switch (by.known()) {
      case Deciders.Known.Nobody(String why) -> new Answer(false, why);
      case Deciders.Known.Somebody(Person person) -> {
        try {
          yield performed(
              order, new ApprovalView(person, by.roles(), by.asksRoles(), delegations.all()), by);
        } catch (SQLException e) {
          yield new Answer(false, "who stands in for whom cannot be read: " + Delegations.told(e));
        }
      }
    };
  }

  private Answer performed(ApprovalOrder order, ApprovalView view, Cleared by)
      throws RecordingException, SQLException {
    return switch (order) {
      case ApprovalOrder.ListAll(ApprovalOrder.Which which) -> {
        read("list", which.word(), by);
        List<Approval> found = view.listed(approvals, which);
        yield new Answer(
            true, found.size() + " held calls", found.stream().map(ApprovalRows::summary).toList());
      }
      case ApprovalOrder.Show(String id, String change) -> {
        read("show", id, by);
        Optional<Approval> found = found(id, view);
        yield found.isPresent() ? shown(found.get(), change, view) : unknown(id);
      }
      case ApprovalOrder.Justify(String id, String text) ->
          asRequester(id, view, new Event.Justified(scrub.apply(text)), "recorded as your words");
      case ApprovalOrder.Withdraw(String id, String reason) ->
          asRequester(id, view, new Event.Withdrawn(scrub.apply(reason)), "withdrawn");
      case ApprovalOrder.Leave leave -> absences().left(leave, view.person());
      case ApprovalOrder.Return back -> absences().returned(back, view.person(), by);
      case ApprovalOrder.ListDelegations() -> {
        read("delegations", "", by);
        List<Delegation> found = view.delegations();
        yield new Answer(
            true,
            found.size() + " delegations",
            found.stream().map(ApprovalRows::delegation).toList());
      }
      case ApprovalOrder.Approve _,
          ApprovalOrder.Narrow _,
          ApprovalOrder.Deny _,
          ApprovalOrder.Retract _,
          ApprovalOrder.Revoke _,
          ApprovalOrder.BreakGlass _ ->
          decided(order, view);
    };
  }

  private Answer decided(ApprovalOrder order, ApprovalView view)
      throws RecordingException, SQLException {
    if (undecided.isPresent()) {
      return new Answer(false, undecided.get());
    }
    String id = id(order);
    Optional<Approval> found = found(id, view);
    if (found.isEmpty()) {
      return unknown(id);
    }
    Approval approval = found.get();
    Person by = view.person();
    if (by.isOwner() && approval.request().requester().issuer().isPresent()) {
      return new Answer(
          false,
          "somebody who signed in asked for it: people who sign in decide it, not its owner");
    }
    Optional<Person> forWhom = delegations.forWhom(by, approval);
    return switch (order) {
      case ApprovalOrder.Approve(_, String seen, String reason) ->
          happened(id, new Event.Approved(by, forWhom, scrub.apply(reason), seen), "");
      case ApprovalOrder.Narrow narrow -> narrowed(approval, narrow, by, forWhom);
      case ApprovalOrder.Deny(_, String reason) ->
          happened(id, new Event.Denied(by, forWhom, scrub.apply(reason)), "denied");
      case ApprovalOrder.Retract _ ->
          happened(id, new Event.Retracted(by), "your yes is taken back");
      case ApprovalOrder.Revoke(_, String reason) ->
          happened(id, new Event.Revoked(by, scrub.apply(reason)), "revoked");
      case ApprovalOrder.BreakGlass(_, String seen, String reason) ->
          happened(id, new Event.GlassBroken(by, scrub.apply(reason), seen), "");
      case ApprovalOrder.ListAll _,
          ApprovalOrder.Show _,
          ApprovalOrder.Withdraw _,
          ApprovalOrder.Justify _,
          ApprovalOrder.Leave _,
          ApprovalOrder.Return _,
          ApprovalOrder.ListDelegations _ ->
          new Answer(false, "that decides nothing");
    };
  }

  private static String id(ApprovalOrder order) {
    return switch (order) {
      case ApprovalOrder.Show(String id, _) -> id;
      case ApprovalOrder.Approve(String id, _, _) -> id;
      case ApprovalOrder.Narrow(String id, _, _, _) -> id;
      case ApprovalOrder.Deny(String id, _) -> id;
      case ApprovalOrder.Retract(String id) -> id;
      case ApprovalOrder.Withdraw(String id, _) -> id;
      case ApprovalOrder.Revoke(String id, _) -> id;
      case ApprovalOrder.Justify(String id, _) -> id;
      case ApprovalOrder.BreakGlass(String id, _, _) -> id;
      case ApprovalOrder.ListAll _,
          ApprovalOrder.Leave _,
          ApprovalOrder.Return _,
          ApprovalOrder.ListDelegations _ ->
          "";
    };
  }

  /** Narrows it and says yes to that, which is what whoever changes it has before them. */
  private Answer narrowed(
      Approval approval, ApprovalOrder.Narrow order, Person by, Optional<Person> forWhom)
      throws RecordingException {
    String reason = scrub.apply(order.reason());
    return switch (ArgumentsPatch.patched(approval.argumentsJson(), order.change())) {
      case ArgumentsPatch.Patched.Refused(String why) -> new Answer(false, why);
      case ArgumentsPatch.Patched.To(String arguments) -> {
        Event change = new Event.Narrowed(by, forWhom, arguments, reason, order.seen());
        yield switch (approvals.happened(approval.id(), change)) {
          case Outcome.Refused(String why, _) -> new Answer(false, why);
          // If we crash here the call waits, narrowed, for everybody's yes.
          case Outcome.Done(Approval after) ->
              happened(after.id(), new Event.Approved(by, forWhom, reason, after.seen()), "");
        };
      }
    };
  }

  /** What only those do in whose name it was asked for. */
  private Answer asRequester(String id, ApprovalView view, Event event, String done)
      throws RecordingException {
    if (undecided.isPresent()) {
      return new Answer(false, undecided.get());
    }
    Optional<Approval> found = found(id, view);
    if (found.isEmpty()) {
      return unknown(id);
    }
    return found.get().isAskedBy(view.person())
        ? happened(id, event, done)
        : new Answer(false, "only whoever asked for it can do that");
  }

  /** Lets it happen; what to say of it, or empty for how it stands. */
  private Answer happened(String id, Event event, String done) throws RecordingException {
    return switch (approvals.happened(id, event)) {
      case Outcome.Refused(String why, _) -> new Answer(false, why);
      case Outcome.Done(Approval after) ->
          new Answer(
              true, done.isEmpty() ? stands(after) : done, List.of(ApprovalRows.whole(after)));
    };
  }

  private static String stands(Approval approval) {
    if (approval.state() == State.PENDING) {
      return "your yes counts, and it waits for others: %d so far"
          .formatted(approval.votes().size());
    }
    return approval.state() == State.GRANTED
        ? "granted, until " + approval.useBy().truncatedTo(ChronoUnit.SECONDS)
        : approval.state().word();
  }

  private Optional<Approval> found(String id, ApprovalView view) throws RecordingException {
    return approvals.find(id).filter(view::sees);
  }

  private static Answer unknown(String id) {
    return new Answer(false, "there is no held call `" + id + "` that you may see");
  }

  private Answer shown(Approval approval, String change, ApprovalView view)
      throws RecordingException {
    ApprovalShowing showing = new ApprovalShowing(approvals, clock.instant());
    if (change.isEmpty()) {
      return new Answer(true, "recorded", List.of(showing.of(approval)));
    }
    return switch (ArgumentsPatch.patched(approval.argumentsJson(), change)) {
      case ArgumentsPatch.Patched.Refused(String why) -> new Answer(false, why);
      case ArgumentsPatch.Patched.To(String arguments) ->
          new Answer(
              true, "recorded", List.of(showing.changed(approval, arguments, view.person())));
    };
  }

  /** Forgets what a person asked for; what is to be said of that begins with `; `, or is empty. */
  Answer erased(String person) throws RecordingException {
    if (person.isEmpty()) {
      return new Answer(true, "");
    }
    try {
      delegations.forget(person);
    } catch (SQLException e) {
      return new Answer(false, "who stands in for whom cannot be read: " + Delegations.told(e));
    }
    int open = approvals.forget(person).open();
    return new Answer(
        true,
        open == 0
            ? ""
            : "; %d calls of theirs wait or may still run: deny or revoke those, and erase again"
                .formatted(open));
  }

  private AbsenceOrders absences() {
    return new AbsenceOrders(delegations, scrub);
  }

  private void read(String what, String of, Cleared by) throws RecordingException {
    JsonObject context =
        Json.createObjectBuilder()
            .add("by", by.name())
            .add("what", Json.createObjectBuilder().add("approvals", what).add("of", of))
            .build();
    log.append(
        Entry.builder(EntryKind.READ)
            .method("approvals")
            .part(PartName.CTX, Bytes.utf8(context.toString()))
            .build());
  }
}
