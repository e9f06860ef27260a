package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.approval.Approval;

/** What came of an answer that was signed and in time. */
sealed interface Heard {
  /** It counts. */
  record Counted(Approval approval) implements Heard {}

  /**
   * It does not count, now or later.
   *
   * @param why one sentence for who answered
   */
  record Refused(String why) implements Heard {}

  /** It was heard before. */
  record Replayed() implements Heard {}

  /** Nobody whom the configuration names said it. */
  record Unknown() implements Heard {}

  /** We could not hear it now; the same may come again. */
  record Failed() implements Heard {}

  /** For people on the channel. */
  default String words() {
    return switch (this) {
      case Counted(Approval approval) ->
          "Your answer counts. The call is " + approval.state().word() + " now.";
      case Refused(String why) -> "This did not count: " + why;
      case Replayed() -> "This answer was heard before.";
      case Unknown() ->
          "Gatehouse does not know you on this channel: its configuration lists who may answer"
              + " here, under approvals.people.";
      case Failed() -> "Gatehouse could not take your answer. Please try again, or use its page.";
    };
  }
}
