package dev.gatehouse.gateway.approval;

import dev.gatehouse.recordings.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An approval as it lies in the table. Times are in it to the millisecond, for queries alone.
 *
 * @param bound of the binding's key
 * @param live the same, while another call of this binding attaches; no two rows have the same
 * @param owner of {@link Requester#owner()}
 * @param person of the requester's name
 * @param tool of what is called
 * @param due when time changes it
 * @param ended since when it is over
 * @param request what was asked, encrypted
 * @param course what has happened, encrypted
 * @param running its runs under way
 */
record ApprovalRow(
    String id,
    long version,
    String bound,
    Optional<String> live,
    String owner,
    String person,
    String tool,
    State state,
    Instant due,
    Optional<Instant> ended,
    Bytes request,
    Bytes course,
    List<Run> running) {
  ApprovalRow {
    running = List.copyOf(running);
  }

  /**
   * Who has a say.
   *
   * @param group of the group's name
   * @param since from when on
   */
  record Say(String group, Instant since) {}

  /**
   * What a query gives.
   *
   * @param told whether a client knows how it ended
   */
  record Found(String id, long version, boolean told, Bytes request, Bytes course) {}
}
