package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The messages to and from one child process, sorted by the request that they belong to.
 * Thread-safe.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/stdio.
 */
final class StdioChannel implements ChildProcess.Listener {
  private static final Logger LOG = System.getLogger(StdioChannel.class.getName());
  private static final Duration OFFER_STEP = Duration.ofMillis(200);
  private static final Duration ERRAND_TIME = Duration.ofSeconds(5);

  /** Hears what names no request of ours. Must not wait: all calls of the child depend on it. */
  interface Strays {
    /** A request by a legacy child, other than a ping. */
    void asked(StdioChannel channel, Message.Request request);

    /** A notification that belongs to no request of ours, as far as it says. */
    void heard(Message.Notification notification);

    /** The child has ended. */
    void ended(UpstreamException cause);
  }

  private final Failures failures;
  private final JsonLimits limits;
  private final ShownSecrets secrets;
  private final Errands errands;
  private final ChildProcess child;
  private final Strays strays;
  private final Map<String, Mailbox> waiting = new ConcurrentHashMap<>();
  private final Map<String, Mailbox> listening = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private volatile boolean isLegacy;
  private volatile boolean isEnded;

  /**
   * Starts a child.
   *
   * @throws IOException where its program cannot be run
   */
  StdioChannel(StdioSettings settings, ErrorOutput errors, Strays strays) throws IOException {
    this.strays = strays;
    this.failures = new Failures(settings.name());
    this.limits = settings.messages();
    this.secrets = ShownSecrets.of(settings.name(), settings.environment());
    this.errands = new Errands(failures);
    this.child = ChildProcess.start(settings, errors, this);
  }

  /** An id that no other request to this child has. */
  RequestId nextId() {
    return RequestId.of(lastId.incrementAndGet());
  }

  /**
   * From now on, requests by the child are answered, as a legacy server expects, or dropped,
   * because a modern one sends none.
   */
  void speak(Era era) {
    isLegacy = era == Era.LEGACY;
  }

  /** Whether the child has ended, so that nothing can be sent. */
  boolean isEnded() {
    return isEnded;
  }

  /** Collects what comes for a request that is about to be sent. */
  Mailbox expect(RequestId own) throws UpstreamException {
    return expect(own, new Mailbox());
  }

  /** The same for one more request. */
  Mailbox expect(RequestId own, Mailbox mailbox) throws UpstreamException {
    return expect(own, mailbox, waiting);
  }

  /** Collects what comes for a request that is about to be sent and stays open. */
  Mailbox listen(RequestId own) throws UpstreamException {
    return expect(own, new Mailbox(), listening);
  }

  private Mailbox expect(RequestId own, Mailbox mailbox, Map<String, Mailbox> among)
      throws UpstreamException {
    among.put(own.json(), mailbox);
    // The other way round, the end could pass unnoticed between the two.
    if (isEnded) {
      among.remove(own.json());
      throw failures.unreachable("has ended");
    }
    return mailbox;
  }

  /** Stops collecting. */
  void forget(RequestId own) {
    waiting.remove(own.json());
    listening.remove(own.json());
  }

  /** How many requests are open: for tests of what is left over. */
  int openRequests() {
    return waiting.size() + listening.size();
  }

  /**
   * Sends a message.
   *
   * @throws UpstreamException where the child takes nothing; then nothing was sent
   */
  void send(String message, Deadline deadline) throws UpstreamException, InterruptedException {
    // Between tokens JSON may have line ends, which would end the message; inside strings it has
    // none.
    String line = message.replace('\n', ' ').replace('\r', ' ') + "\n";
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    boolean isTaken = false;
    while (!isTaken) {
      if (isEnded || deadline.hasPassed()) {
        throw failures.unreachable("takes no input");
      }
      // In steps, because nobody takes anything of one who waits for a child that has ended.
      Duration left = deadline.remaining();
      isTaken = child.offer(bytes, left.compareTo(OFFER_STEP) < 0 ? left : OFFER_STEP);
    }
  }

  /** Takes a request back; nobody waits for it. */
  void cancel(RequestId own) {
    sendLater("cancellation", List.of(Handshake.cancelled(own)));
  }

  /** Sends messages, in order, that nobody waits for. */
  void sendLater(String what, List<String> messages) {
    sendLater(what, messages, () -> {});
  }

  /**
   * Sends messages, in order, that nobody waits for.
   *
   * @param sent what to do when the child has them before it
   */
  void sendLater(String what, List<String> messages, Runnable sent) {
    errands.start(
        what,
        () -> {
          Deadline end = Deadline.after(ERRAND_TIME);
          for (String message : messages) {
            send(message, end);
          }
          sent.run();
        });
  }

  /** Does something besides that nobody waits for. */
  void later(String what, Errands.Errand errand) {
    errands.start(what, errand);
  }

  /** Ends the child. */
  void stop() {
    child.stop();
  }

  @Override
  public void line(byte[] bytes) {
    if (isBlank(bytes)) {
      return;
    }
    try {
      sort(secrets.read(bytes, limits));
    } catch (JsonRpcException _) {
      LOG.log(
          Level.DEBUG,
          "dropped=line upstream={0} bytes={1} unreadable={2}",
          failures.name(),
          Integer.toString(bytes.length),
          Long.toString(unreadable.incrementAndGet()));
    }
  }

  @Override
  public void tooLong(long length) {
    LOG.log(
        Level.WARNING,
        "dropped=line upstream={0} bytes={1} reason=limit",
        failures.name(),
        Long.toString(length));
    // It was somebody's answer; where only one waits, he need not wait for his deadline.
    only()
        .ifPresent(
            mailbox ->
                mailbox.fail(
                    failures.unintelligible(
                        "sent more than " + limits.bytesMax() + " bytes in one line")));
  }

  @Override
  public void ended() {
    isEnded = true;
    for (Mailbox mailbox : List.copyOf(waiting.values())) {
      mailbox.fail(failures.brokenOff("ended before its reply"));
    }
    for (Mailbox mailbox : List.copyOf(listening.values())) {
      mailbox.fail(failures.brokenOff("ended"));
    }
    strays.ended(failures.brokenOff("ended"));
  }

  private void sort(Message message) {
    switch (message) {
      case Message.Response response -> answered(response);
      case Message.Notification notification -> heard(notification);
      case Message.Request request -> {
        if (!isLegacy) {
          dropped("request");
        } else if (request.method().equals("ping")) {
          sendLater("answer", List.of(Handshake.answer(request)));
        } else {
          strays.asked(this, request);
        }
      }
    }
  }

  private void answered(Message.Response response) {
    Optional<RequestId> id =
        switch (response) {
          case Message.Result result -> Optional.of(result.id());
          case Message.Failure failure -> failure.id();
        };
    Optional<Mailbox> mailbox = id.flatMap(known -> mailbox(known.json()));
    if (mailbox.isEmpty() || !mailbox.get().put(response)) {
      dropped("response");
    }
  }

  private void heard(Message.Notification notification) {
    Optional<String> named = ClientNames.requestNamedIn(notification);
    if (named.isEmpty()) {
      strays.heard(notification);
      return;
    }
    Optional<Mailbox> mailbox = named.flatMap(this::mailbox);
    if (mailbox.isEmpty() || !mailbox.get().put(notification)) {
      dropped("notification");
    }
  }

  private Optional<Mailbox> mailbox(String id) {
    return Optional.ofNullable(waiting.get(id)).or(() -> Optional.ofNullable(listening.get(id)));
  }

  private Optional<Mailbox> only() {
    Collection<Mailbox> all = List.copyOf(waiting.values());
    return all.size() == 1 ? Optional.of(all.iterator().next()) : Optional.empty();
  }

  private void dropped(String what) {
    LOG.log(Level.DEBUG, "dropped={0} upstream={1} reason=no-call", what, failures.name());
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
