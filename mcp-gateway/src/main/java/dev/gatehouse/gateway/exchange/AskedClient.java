package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.recordings.RecordingException;
import java.time.Duration;
import java.util.Optional;

/**
 * A legacy client that was asked, in the course of its call, to show its person where the call is
 * decided. Its answer says only whether the person looks; a decline withdraws the call.
 *
 * <p>Source: MCP 2025-11-25 client/elicitation, "URL Mode". Used for one call, on one thread.
 */
final class AskedClient implements AutoCloseable {
  private static final Deadline NOW = Deadline.after(Duration.ZERO);

  private final Optional<Question> question;
  private final Runnable withdrawn;

  private AskedClient(Optional<Question> question, Runnable withdrawn) {
    this.question = question;
    this.withdrawn = withdrawn;
  }

  /** A client that cannot be asked. */
  static AskedClient nobody() {
    return new AskedClient(Optional.empty(), () -> {});
  }

  /**
   * Asks, once that is recorded.
   *
   * @param elicitation {@code {"method":"elicitation/create","params":{…}}}; nothing where there is
   *     no page to show
   */
  static AskedClient ask(
      Exchange exchange,
      Optional<String> elicitation,
      Recorder recorder,
      MessageMask mask,
      Ongoing ongoing,
      ReplySink sink)
      throws RecordingException {
    Optional<ClientQuestion> wanted = elicitation.flatMap(ClientQuestion::of);
    if (wanted.isEmpty()) {
      return nobody();
    }
    CallSubject about = CallSubject.of(wanted.get().method());
    OpenQuestions questions = ongoing.questions();
    Question question =
        new Question(questions.nextId(), exchange, about, recorder, mask, MaskPlan.empty());
    Message.Request request = wanted.get().request(question.id());
    String text = request.json().text();
    questions.add(exchange, question);
    sink.ask(recorder.question(exchange, about, Stored.of(text), text));
    return new AskedClient(Optional.of(question), () -> questions.remove(exchange, question));
  }

  /** Whether it has answered that its person does not want the call. */
  boolean hasDeclined() {
    try {
      return question.isPresent()
          && question.get().await(NOW).filter(AskedClient::isDecline).isPresent();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isDecline(String answer) {
    return ClientQuestion.action(answer)
        .filter(action -> action.equals("decline") || action.equals("cancel"))
        .isPresent();
  }

  @Override
  public void close() {
    withdrawn.run();
  }

  /** The request that shows an address, for a person of the client's. */
  static String elicitation(String message, String url) {
    return "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"message\":"
        + JsonStrings.quote(message)
        + ",\"url\":"
        + JsonStrings.quote(url)
        + "}}";
  }
}
