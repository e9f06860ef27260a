package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Outbound;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * Listens to one upstream for one listener, and again whenever the upstream ends it, until
 * interrupted. Runs on a thread of its own.
 */
final class UpstreamFeed {
  private static final Logger LOG = System.getLogger(UpstreamFeed.class.getName());
  private static final Duration PAUSE_MIN = Duration.ofMillis(500);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(60);
  private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";

  private final Dispatcher dispatcher;
  private final Recorder recorder;
  private final OwnAnswers answers;
  private final Exchange exchange;
  private final String upstream;
  private final ListenFilter wanted;
  private final RequestId id;
  private final Feed feed;
  private final Ongoing ongoing;
  private boolean isResumed;

  UpstreamFeed(
      Dispatcher dispatcher,
      Recorder recorder,
      OwnAnswers answers,
      Exchange exchange,
      String upstream,
      ListenFilter wanted,
      RequestId id,
      Feed feed,
      Ongoing ongoing) {
    this.dispatcher = dispatcher;
    this.recorder = recorder;
    this.answers = answers;
    this.exchange = exchange;
    this.upstream = upstream;
    this.wanted = wanted;
    this.id = id;
    this.feed = feed;
    this.ongoing = ongoing;
  }

  /** The request that begins it, not yet recorded. */
  Outbound request() {
    Message.Request request =
        ClientQuestion.request(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id.json()
                + ",\"method\":"
                + JsonStrings.quote(Subscriptions.METHOD)
                + ",\"params\":{\"notifications\":"
                + wanted.json()
                + "}}");
    UpstreamCall call =
        new UpstreamCall(
            request,
            Rewrite.of(request.json()),
            "",
            Era.LEGACY,
            exchange.conversation(),
            this::heard);
    return new Outbound(upstream, call);
  }

  /** Listens until interrupted, or until the upstream says that it cannot be listened to. */
  void run(Recorded.Call first) {
    try {
      Recorded.Call call = first;
      Duration pause = PAUSE_MIN;
      while (true) {
        long began = System.nanoTime();
        boolean isWorthTrying = listen(call);
        if (!isResumed) {
          // Nobody waits for what it grants later.
          feed.put(new Feed.Item.Acknowledged(upstream, ListenFilter.none()));
        }
        if (!isWorthTrying) {
          return;
        }
        boolean lasted = System.nanoTime() - began > PAUSE_MAX.toNanos();
        pause = lasted ? PAUSE_MIN : pause;
        Thread.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
        isResumed = true;
        call = again();
      }
    } catch (InterruptedException _) {
      // Nobody listens any more.
      Thread.currentThread().interrupt();
    }
  }

  /** False where it is of no use to try again. */
  private boolean listen(Recorded.Call call) throws InterruptedException {
    try {
      return !(dispatcher.listen(call).message() instanceof Message.Failure);
    } catch (UpstreamException e) {
      LOG.log(Level.DEBUG, "event=not-heard upstream=" + upstream + " cause=" + e.problem());
      return true;
    }
  }

  private Recorded.Call again() throws InterruptedException {
    Outbound request = request();
    try {
      return recorder.further(
          exchange,
          new CallSubject(Subscriptions.METHOD, Optional.of(upstream), Optional.empty()),
          Stored.of(answers.scrubbed(request.call().request())),
          request);
    } catch (RecordingException e) {
      feed.put(new Feed.Item.NotRecorded(e));
      throw new InterruptedException("the log takes nothing");
    }
  }

  private void heard(Message.Notification notification) throws InterruptedException {
    if (!notification.method().equals(ACKNOWLEDGED)) {
      ongoing.heard(upstream, notification);
      // A server may say more than it is asked for, or be asked for more by others.
      if (wanted.wants(notification.method())) {
        feed.put(new Feed.Item.Heard(upstream, notification));
      }
      return;
    }
    ListenFilter granted = ListenFilter.in(notification.params()).orElseGet(ListenFilter::none);
    feed.put(new Feed.Item.Acknowledged(upstream, granted.within(wanted)));
    if (isResumed) {
      // What was said meanwhile was not heard.
      ongoing.missed(upstream);
      feed.put(new Feed.Item.Resumed(upstream));
    }
  }
}
