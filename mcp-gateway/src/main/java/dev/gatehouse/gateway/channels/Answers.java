package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.approval.Outcome;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries out what people answer on channels, after its signature and its time were found right.
 *
 * <p>Guarantee: an answer is spent once it was carried out, or refused for good; where we fail, it
 * may come again. Thread-safe.
 */
final class Answers {
  private static final Logger LOG = System.getLogger(Answers.class.getName());

  private final SpentTable spent;
  private final People people;
  private final Deciding deciding;
  private final Refusals refusals;
  private final InstantSource clock;

  /** Answers that are being carried out: the same at once is carried out once. */
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  Answers(
      SpentTable spent, People people, Deciding deciding, Refusals refusals, InstantSource clock) {
    this.spent = spent;
    this.people = people;
    this.deciding = deciding;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * Hears an answer.
   *
   * @param room within which {@code id} is told apart
   * @param id of the message that brought it
   * @param channels on one of which {@code user} has to be known
   * @param window for how long the same message would be in time, to either side
   */
  Heard hear(
      String room,
      String id,
      List<String> channels,
      String user,
      Said said,
      Duration window,
      String peer) {
    String key = Ids.digest(room, id);
    if (!underWay.add(key)) {
      return new Heard.Failed();
    }
    try {
      if (spent.isSpent(room, key)) {
        refusals.count(peer, room + "-replayed");
        return new Heard.Replayed();
      }
      Heard heard = carriedOut(channels, user, said);
      if (heard instanceof Heard.Unknown) {
        refusals.count(peer, room + "-unknown-person");
      }
      // If we crash before this, the same may come again, and finds that it was decided already.
      if (!(heard instanceof Heard.Failed)) {
        Instant now = clock.instant();
        spend(room, key, now, now.plus(window.multipliedBy(2)));
      }
      return heard;
    } catch (SQLException e) {
      LOG.log(Level.ERROR, "event=answer-not-heard cause=\"" + DatabaseException.told(e) + "\"");
      return new Heard.Failed();
    } finally {
      underWay.remove(key);
    }
  }

  private void spend(String room, String key, Instant now, Instant until) {
    try {
      spent.spend(room, key, now, until);
    } catch (SQLException e) {
      // It was carried out: who answered hears that.
      LOG.log(Level.ERROR, "event=answer-not-spent cause=\"" + DatabaseException.told(e) + "\"");
    }
  }

  private Heard carriedOut(List<String> channels, String user, Said said) {
    Optional<Person> person =
        channels.stream().flatMap(channel -> people.find(channel, user).stream()).findFirst();
    if (person.isEmpty()) {
      return new Heard.Unknown();
    }
    if (!said.isWellFormed()) {
      return new Heard.Refused("it names no approval");
    }
    try {
      return switch (deciding.happened(said.approval(), said.by(person.get()))) {
        case Outcome.Done(var approval) -> new Heard.Counted(approval);
        case Outcome.Refused(String why, var _) -> new Heard.Refused(why);
      };
    } catch (RecordingException e) {
      LOG.log(Level.ERROR, "event=answer-not-recorded cause=" + e.getMessage());
      return new Heard.Failed();
    }
  }
}
