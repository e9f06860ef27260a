package dev.gatehouse.gateway.channels;

import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.approval.Announcer;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.shown.ApprovalText;
import dev.gatehouse.gateway.database.Database;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.gateway.database.TurnedConnection;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import javax.net.ssl.SSLContext;

/**
 * The channels of a gateway.
 *
 * <p>Guarantee: what {@link #announce} returned from is told at least once on every channel that is
 * to hear it, for a day; one that takes nothing is in no other's way. Thread-safe.
 */
public final class Channels implements Announcer, AutoCloseable {
  private static final Logger LOG = System.getLogger(Channels.class.getName());

  /** Anybody may knock, and is worth a hash before it is known who it is. */
  private static final int AT_ONCE = 16;

  private final List<ChannelSettings> settings;
  private final List<Sender> senders;
  private final OutboxTable table;
  private final TurnTable turns;
  private final SpentTable spent;
  private final DeliveryLog deliveries;
  private final Outbox outbox;
  private final Post post;
  private final String node;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final AtomicReference<Optional<URI>> page = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Function<Approval, List<Approval>>> earlier =
      new AtomicReference<>(_ -> List.of());

  /**
   * Channels that keep what is to be told in this database.
   *
   * @param key encrypts it; the same for all gateways that share it
   * @param trust whom connections trust
   * @param node this gateway's name among those
   */
  public Channels(
      List<ChannelSettings> settings,
      Database database,
      SecretKey key,
      String node,
      Dialler dialler,
      SSLContext trust,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = List.copyOf(settings);
    this.node = node;
    this.clock = clock;
    this.random = random;
    this.post = new Post(dialler);
    TurnedConnection connection = new TurnedConnection(database, "the outbox");
    this.table = new OutboxTable(connection, key);
    this.turns = new TurnTable(connection);
    this.spent = new SpentTable(connection);
    this.deliveries = new DeliveryLog(connection);
    this.outbox = new Outbox(table, clock);
    List<Sender> made = new ArrayList<>();
    for (ChannelSettings each : settings) {
      made.add(
          switch (each.kind()) {
            case ChannelSettings.Slack slack -> new SlackSender(slack, post);
            case ChannelSettings.Teams teams -> new TeamsSender(teams, post);
            case ChannelSettings.Mail mail -> new MailSender(mail, dialler, trust, clock);
            case ChannelSettings.Webhook webhook -> new WebhookSender(webhook, post, clock);
          });
    }
    this.senders = Collections.unmodifiableList(made);
  }

  /** Makes the tables where there are none and that is ours to do. */
  public void open() throws SQLException {
    table.open();
  }

  /**
   * Begins to send what waits; once.
   *
   * @param decided earlier approvals of the same tool, the latest first
   */
  public void start(Function<Approval, List<Approval>> decided) {
    earlier.set(decided);
    List<ChannelQueue> queues = new ArrayList<>();
    for (int i = 0; i < settings.size(); i++) {
      queues.add(
          new ChannelQueue(
              settings.get(i),
              senders.get(i),
              table,
              turns,
              node,
              clock,
              random,
              () -> page.get().map(base -> base.resolve("approvals"))));
    }
    outbox.start(queues);
  }

  /**
   * From now on links lead there.
   *
   * @param base the address of the gateway, ending in a slash
   */
  public void servedAt(URI base) {
    page.set(Optional.of(base));
  }

  @Override
  public void announce(Approval after, Step step) {
    Optional<Notice.Kind> kind = Notice.kind(after, step);
    if (kind.isEmpty() || settings.isEmpty()) {
      return;
    }
    Notice notice = notice(after, step, kind.get());
    List<OutboxTable.New> news = new ArrayList<>();
    for (int i = 0; i < settings.size(); i++) {
      if (hears(settings.get(i), notice)) {
        news.add(news(settings.get(i), senders.get(i), notice));
      }
    }
    try {
      outbox.put(news);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot keep a notice: " + DatabaseException.told(e));
    }
  }

  private Notice notice(Approval after, Step step, Notice.Kind kind) {
    Instant now = clock.instant();
    return new Notice(
        after,
        step,
        kind,
        ApprovalText.of(after, earlier.get().apply(after), now),
        page.get().map(base -> base.resolve("approvals/" + after.id())));
  }

  private static boolean hears(ChannelSettings channel, Notice notice) {
    boolean isForThem =
        channel.groups().isEmpty()
            || !Collections.disjoint(channel.groups(), notice.after().deciders());
    return switch (notice.kind()) {
      case ALERTS -> true;
      case ASKS -> isForThem;
      case TELLS -> isForThem && channel.outcomes();
    };
  }

  private static OutboxTable.New news(ChannelSettings channel, Sender sender, Notice notice) {
    String approval = notice.after().id();
    Step step = notice.step();
    Optional<Message> message = Optional.empty();
    String trouble = "";
    try {
      message = Optional.of(sender.message(notice));
    } catch (RuntimeException e) {
      // What one channel cannot show, the others still do.
      trouble = "it cannot be shown there: " + e.getClass().getSimpleName();
      LOG.log(
          Level.ERROR, "event=notice-not-shown channel=" + channel.name() + " cause=" + trouble);
    }
    return new OutboxTable.New(
        Ids.of(channel.name(), approval, Integer.toString(step.number())),
        channel.name(),
        approval,
        step.number(),
        step.word(),
        notice.kind() == Notice.Kind.ALERTS,
        message,
        trouble);
  }

  /** What became of telling of an approval, the first first. */
  public List<Delivery> log(String approval) throws SQLException {
    return deliveries.of(approval);
  }

  /** Where people's answers come in; nothing where no channel takes any. */
  public List<Inlet> inlets(List<ChannelPerson> people, Deciding deciding, Refusals refusals) {
    Answers answers = new Answers(spent, new People(people), deciding, refusals, clock);
    SlackReplies replies = new SlackReplies(settings, post);
    List<Inlet> inlets = new ArrayList<>();
    Semaphore free = new Semaphore(AT_ONCE);
    List<ChannelSettings> open = settings.stream().filter(ChannelSettings::decides).toList();
    for (ChannelSettings.Kind kind : open.stream().map(ChannelSettings::kind).toList()) {
      Inlet inlet =
          switch (kind) {
            case ChannelSettings.Slack _ ->
                new Inlet(
                    "/approvals/slack",
                    new SlackDoor(open, answers, refusals, replies::tell, clock)::answer);
            case ChannelSettings.Teams _ ->
                new Inlet(
                    "/approvals/teams", new TeamsDoor(open, answers, refusals, clock)::answer);
            case ChannelSettings.Webhook _, ChannelSettings.Mail _ ->
                new Inlet(
                    WebhookDoor.PATH + "*",
                    new WebhookDoor(open, answers, refusals, clock)::answer);
          };
      if (inlets.stream().noneMatch(it -> it.path().equals(inlet.path()))) {
        inlets.add(new Inlet(inlet.path(), asked -> answered(inlet, asked, free)));
      }
    }
    return inlets;
  }

  private static Answer answered(Inlet inlet, Asked asked, Semaphore free) {
    if (!free.tryAcquire()) {
      return Door.later();
    }
    try {
      return inlet.answering().apply(asked);
    } finally {
      free.release();
    }
  }

  /**
   * Where answers come in.
   *
   * @param path one that ends in {@code /*} is all below it
   */
  public record Inlet(String path, Function<Asked, Answer> answering) {}

  @Override
  public void close() {
    outbox.close();
  }
}
