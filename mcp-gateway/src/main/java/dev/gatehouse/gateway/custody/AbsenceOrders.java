package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.approval.Delegation;
import dev.gatehouse.gateway.approval.Delegations;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.StandIn;
import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Carries out orders about who is away. Thread-safe.
 *
 * @param scrub hides what policy hides in what people write
 */
record AbsenceOrders(Delegations delegations, UnaryOperator<String> scrub) {

  /** Somebody will be away. */
  Answer left(ApprovalOrder.Leave leave, Person person) throws RecordingException, SQLException {
    Delegation given =
        delegations.give(
            person,
            new StandIn(
                leave.standIn(),
                leave.issuer().isEmpty() ? person.issuer() : Optional.of(leave.issuer())),
            leave.until(),
            scrub.apply(leave.reason()));
    return new Answer(
        true,
        "%s decides in your place until %s".formatted(given.standIn(), given.until()),
        List.of(ApprovalRows.delegation(given)));
  }

  /** Somebody is back. */
  Answer returned(ApprovalOrder.Return back, Person person, Cleared by)
      throws RecordingException, SQLException {
    Person from =
        back.person().isEmpty()
            ? person
            : new Person(
                back.person(),
                back.issuer().isEmpty() ? person.issuer() : Optional.of(back.issuer()),
                Set.of(),
                false);
    Optional<Delegation> ended = delegations.end(from, by.name());
    return ended
        .map(
            it ->
                new Answer(
                    true,
                    it.standIn() + " does not stand in any more",
                    List.of(ApprovalRows.delegation(it))))
        .orElseGet(() -> new Answer(false, "nobody stands in there"));
  }
}
