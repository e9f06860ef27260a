package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.channels.OutboxTable.Failed;
import dev.gatehouse.gateway.channels.OutboxTable.Waiting;
import dev.gatehouse.gateway.channels.TurnTable.Rest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Sends what waits for one channel, one message at a time. Confined to one thread.
 *
 * <p>Guarantee: no more messages in a minute than the channel is to have: the last of them gathers
 * what is left. What was taken is noted after it was sent, so that a crash between sends it again.
 */
final class ChannelQueue {
  /**
   * How long nobody looks where nothing is known to wait: another gateway may have put it there.
   */
  static final Duration IDLE = Duration.ofSeconds(5);

  /** For how long one gateway has the turn; far longer than one attempt takes. */
  static final Duration TURN = Duration.ofSeconds(60);

  /** How old what waits may become. */
  static final Duration AGE_MAX = Duration.ofHours(24);

  /** Of a message that others would be taken in the place of. */
  static final int REFUSALS_MAX = 4;

  private static final Logger LOG = System.getLogger(ChannelQueue.class.getName());
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration BACKOFF_MIN = Duration.ofSeconds(2);
  private static final Duration BACKOFF_MAX = Duration.ofMinutes(15);

  /** Lines in one message; what is beyond is counted. */
  private static final int LINES_MAX = 40;

  private final ChannelSettings settings;
  private final Sender sender;
  private final OutboxTable table;
  private final TurnTable turns;
  private final String holder;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Supplier<Optional<URI>> page;

  ChannelQueue(
      ChannelSettings settings,
      Sender sender,
      OutboxTable table,
      TurnTable turns,
      String holder,
      InstantSource clock,
      RandomGenerator random,
      Supplier<Optional<URI>> page) {
    this.settings = settings;
    this.sender = sender;
    this.table = table;
    this.turns = turns;
    this.holder = holder;
    this.clock = clock;
    this.random = random;
    this.page = page;
  }

  /**
   * Sends one message at most.
   *
   * @return how long to wait before the next; zero where there may be one
   */
  Duration step() throws SQLException, InterruptedException {
    String channel = settings.name();
    Instant now = clock.instant();
    if (table.due(channel, now, 1).isEmpty()) {
      return IDLE;
    }
    Rest rest = turns.rest(channel);
    if (rest.until().isAfter(now)) {
      return shorter(Duration.between(now, rest.until()), IDLE);
    }
    if (!turns.take(channel, holder, now, now.plus(TURN))) {
      return IDLE;
    }
    // Read with the turn: another gateway may have sent it just before.
    List<Waiting> due = table.due(channel, now, OutboxTable.WAITING_MAX);
    long room = settings.perMinuteMax() - table.sentSince(channel, now.minus(MINUTE));
    if (room <= 0 || due.isEmpty()) {
      return due.isEmpty() ? IDLE : Duration.ofSeconds(1);
    }
    List<Waiting> unreadable = due.stream().filter(each -> each.message().isEmpty()).toList();
    if (!unreadable.isEmpty()) {
      giveUp(unreadable, "it cannot be read with the key of this log", now);
      return Duration.ZERO;
    }
    // An alert is seen as a whole, and counts like any other message.
    boolean gathers = room == 1 && due.size() > 1 && !due.getFirst().urgent();
    return gathers ? gathered(due, rest, now) : sent(due.getFirst(), rest);
  }

  private Duration sent(Waiting first, Rest rest) throws SQLException, InterruptedException {
    Tried tried = sender.send(first.id(), first.message().orElseThrow());
    return noted(List.of(first), first.id(), false, tried, rest);
  }

  private Duration gathered(List<Waiting> due, Rest rest, Instant now)
      throws SQLException, InterruptedException {
    List<String> lines =
        due.stream()
            .limit(LINES_MAX)
            .flatMap(it -> it.message().stream())
            .map(Message::line)
            .toList();
    long more = due.size() - lines.size() + table.leftOut(settings.name());
    Message digest = sender.digest(new Gathered(lines, more, page.get()));
    String id = Ids.of("digest", settings.name(), due.getFirst().id(), now.toString());
    return noted(due, id, true, sender.send(id, digest), rest);
  }

  // If we crash before this, they are sent again: with the same id where they are not gathered.
  private Duration noted(List<Waiting> sent, String batch, boolean gathered, Tried tried, Rest rest)
      throws SQLException {
    Instant now = clock.instant();
    String channel = settings.name();
    switch (tried) {
      case Tried.Taken(String note) -> {
        table.sent(sent.stream().map(Waiting::id).toList(), channel, batch, gathered, note, now);
        if (rest.failures() > 0) {
          turns.rest(channel, Rest.NONE);
          LOG.log(Level.INFO, "event=channel-back channel=" + channel);
        }
      }
      case Tried.Refused(String why) -> failed(sent, why, REFUSALS_MAX, now);
      case Tried.Away(String why, Duration least) -> {
        failed(sent, why, Integer.MAX_VALUE, now);
        Duration pause = longer(backoff(rest.failures()), shorter(least, BACKOFF_MAX));
        turns.rest(channel, new Rest(now.plus(pause), Math.min(rest.failures() + 1, 1000)));
        if (rest.failures() == 0) {
          LOG.log(
              Level.WARNING, "event=channel-away channel=" + channel + " cause=\"" + why + "\"");
        }
      }
    }
    return Duration.ZERO;
  }

  private void failed(List<Waiting> failed, String why, int attemptsMax, Instant now)
      throws SQLException {
    List<Failed> failures = new ArrayList<>();
    for (Waiting each : failed) {
      boolean isOver =
          each.attempts() + 1 >= attemptsMax || each.made().plus(AGE_MAX).isBefore(now);
      Optional<Instant> next =
          isOver ? Optional.empty() : Optional.of(now.plus(backoff(each.attempts())));
      failures.add(new Failed(each.id(), why, next));
    }
    table.failed(failures, now);
    long over = failures.stream().filter(each -> each.next().isEmpty()).count();
    if (over > 0) {
      LOG.log(
          Level.ERROR,
          "event=notices-given-up channel=%s count=%d cause=\"%s\""
              .formatted(settings.name(), over, why));
    }
  }

  private void giveUp(List<Waiting> lost, String why, Instant now) throws SQLException {
    failed(lost, why, 0, now);
  }

  /** Twice as long each time, and between half and all of that, so that not all come at once. */
  private Duration backoff(int attempts) {
    Duration whole = shorter(BACKOFF_MIN.multipliedBy(1L << Math.min(attempts, 20)), BACKOFF_MAX);
    long half = whole.toMillis() / 2;
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
