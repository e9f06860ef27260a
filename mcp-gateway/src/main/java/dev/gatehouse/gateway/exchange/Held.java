package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.audit.Verdict;
import dev.gatehouse.recordings.RecordingException;

/**
 * A held call whose request is in the log.
 *
 * @param asked what people are asked about it
 * @param answers what its client may see of it
 * @param verdict as it is recorded
 * @param attendance whether its client is still there
 */
record Held(
    RoutedCall routed,
    ApprovalRequests.Asked asked,
    HeldAnswers answers,
    Verdict verdict,
    Attendance attendance,
    ReplySink sink) {

  /** The same, which waits for this approval. */
  Held by(String approval) {
    return new Held(routed, asked, answers, verdict.by(approval), attendance, sink);
  }

  /** The same, of which more can be said. */
  Held saying(HeldAnswers more) {
    return new Held(routed, asked, more, verdict, attendance, sink);
  }

  /** Records an answer of ours and sends it. */
  void reply(Recorder recorder, ReplyDraft draft) throws RecordingException {
    reply(recorder, verdict, draft);
  }

  /** The same by another verdict. */
  void reply(Recorder recorder, Verdict other, ReplyDraft draft) throws RecordingException {
    sink.reply(recorder.reply(routed.exchange(), routed.subject(), other, draft));
  }
}
