package dev.gatehouse.gateway;

import dev.gatehouse.gateway.approval.Announcer;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Delegations;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Listing;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Surroundings;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.audit.ApprovalEntries;
import dev.gatehouse.gateway.config.ApprovalSettings;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.custody.ApprovalOrders;
import dev.gatehouse.gateway.exchange.Asking;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.policy.PoliciesInForce;
import dev.gatehouse.gateway.signin.Signin;
import dev.gatehouse.gateway.transport.PageRoom;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The calls that wait for people, and who stands in for whom: beside the log, so that whoever
 * shares that shares these. Thread-safe.
 */
public final class HeldCalls implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HeldCalls.class.getName());
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String FILE = "approvals.db";
  private static final String ABSENCES = "delegations.db";

  /** What waits expires, escalates and is announced as late as this. */
  private static final Duration SWEPT_EVERY = Duration.ofSeconds(2);

  /** As long as an end of the gateway may be held up by a sweep. */
  private static final Duration CLOSING_MAX = Duration.ofSeconds(5);

  private final EntryLog log;
  private final Approvals approvals;
  private final Delegations delegations;
  private final UnaryOperator<String> scrub;
  private final Optional<String> undecided;
  private final Optional<ApprovalChannels> channels;
  private final Thread sweeping;
  private final AtomicReference<Optional<URI>> base = new AtomicReference<>(Optional.empty());

  private HeldCalls(
      EntryLog log,
      LogSettings settings,
      Duration keep,
      UnaryOperator<String> scrub,
      Announcer announcer,
      Optional<String> undecided,
      Optional<ApprovalChannels> channels) {
    Surroundings surroundings =
        new Surroundings(
            log.secret("approvals"),
            settings.node().orElse("gateway"),
            keep,
            new ApprovalEntries(log, scrub),
            announcer,
            CLOCK);
    Optional<PostgresAccess> shared = settings.postgres();
    Path directory = settings.directory();
    this.log = log;
    this.scrub = scrub;
    this.undecided = undecided;
    this.channels = channels;
    this.approvals =
        shared.isPresent()
            ? Approvals.inPostgres(shared.get(), surroundings)
            : Approvals.inFile(directory.resolve(FILE), surroundings);
    this.delegations =
        shared.isPresent()
            ? Delegations.inPostgres(shared.get(), log, CLOCK)
            : Delegations.inFile(directory.resolve(ABSENCES), log, CLOCK);
    // Not a virtual one: the driver of a file holds its carrier.
    this.sweeping = Thread.ofPlatform().daemon().name("held-calls").unstarted(this::sweep);
  }

  /**
   * Opens those of a gateway at work, tells people of them, and keeps them moving.
   *
   * @param policies that hide things in what people say; what was approved by others is void
   * @throws GatewayStartException where they cannot be had: then no call that is held could run
   */
  static HeldCalls open(Configuration configuration, EntryLog log, PoliciesInForce policies)
      throws GatewayStartException {
    ApprovalChannels channels = ApprovalChannels.open(configuration, log, CLOCK);
    HeldCalls held =
        new HeldCalls(
            log,
            configuration.recordings().log(),
            configuration.approvals().keep(),
            text -> policies.engine().everyDetector().scrubName(text),
            channels.announcer(),
            Optional.empty(),
            Optional.of(channels));
    try {
      held.approvals.open();
      channels.start(held.approvals);
      policies.whenReplaced(() -> held.outdate(policies.digest()));
      held.sweeping.start();
      return held;
    } catch (RecordingException e) {
      held.close();
      throw new GatewayStartException("cannot hold calls: " + e.getMessage());
    }
  }

  /**
   * Those of a gateway that is not at work, not open yet. What people are to be told of orders they
   * are told when the gateway starts.
   *
   * @param configuration says who decides and what is hidden
   */
  public static HeldCalls ofStopped(
      EntryLog log, LogSettings settings, Configuration configuration) {
    ApprovalSettings approvals = configuration.approvals();
    return switch (Policies.read(configuration)) {
      case PolicySet.Reading.Accepted(PolicySet set, _) ->
          stopped(
              log,
              settings,
              approvals,
              new PolicyEngine(set, CLOCK).everyDetector()::scrubName,
              Optional.empty());
      case PolicySet.Reading.Rejected _ ->
          stopped(
              log,
              settings,
              approvals,
              UnaryOperator.identity(),
              Optional.of("the policies have problems, and say what to hide in what people write"));
    };
  }

  /** The same without a configuration: nothing is decided. */
  public static HeldCalls ofStopped(EntryLog log, LogSettings settings) {
    return stopped(
        log,
        settings,
        ApprovalSettings.STANDARD,
        UnaryOperator.identity(),
        Optional.of(
            "a configuration says who decides: start the gateway, or name it by --config instead"
                + " of the directory"));
  }

  private static HeldCalls stopped(
      EntryLog log,
      LogSettings settings,
      ApprovalSettings approvals,
      UnaryOperator<String> scrub,
      Optional<String> undecided) {
    Announcer nobody =
        (_, _) -> {
          throw new IllegalStateException("no gateway is at work that could tell people");
        };
    return new HeldCalls(
        log, settings, approvals.keep(), scrub, nobody, undecided, Optional.empty());
  }

  /** Opens those of {@link #ofStopped}: what the gateway left unsettled is settled. */
  public void open() throws RecordingException {
    approvals.open();
  }

  /** The calls. */
  public Approvals approvals() {
    return approvals;
  }

  /**
   * How held calls ask people.
   *
   * @param hold how long a call is held before its client is told to come back
   */
  Asking asking(Duration hold) {
    return new Asking(approvals, hold, this::page);
  }

  /** From now on people decide on pages below this address. */
  void servedAt(URI address) {
    base.set(Optional.of(address));
    channels.ifPresent(it -> it.servedAt(address));
  }

  /** Where people decide: by what channels bring, by browser and over REST. */
  List<PageRoom> rooms(
      Configuration configuration,
      Optional<Signin> signin,
      Identifier identifier,
      AccessSummaries access) {
    List<PageRoom> rooms = new ArrayList<>();
    channels.ifPresent(it -> rooms.addAll(it.rooms(approvals, access)));
    rooms.addAll(
        DecidingRooms.of(configuration, signin, identifier, this, base::get, access, CLOCK));
    return rooms;
  }

  /** Ends what other policies held: nothing is made by what they asked for. */
  private void outdate(String inForce) {
    try {
      for (Approval approval :
          approvals.list(Listing.of(State.PENDING, State.GRANTED).limitedTo(Listing.LIMIT_MAX))) {
        if (!approval.request().binding().policy().equals(inForce)) {
          approvals.happened(approval.id(), new Event.Outdated("the policies changed"));
        }
      }
    } catch (RecordingException e) {
      // They run by nothing all the same: what is approved is judged by the policies of the day.
      LOG.log(Level.WARNING, "event=not-outdated cause=" + e.getMessage());
    }
  }

  /** Where people decide about this approval; nothing where no page is served. */
  Optional<URI> page(String id) {
    return base.get().map(address -> address.resolve("approvals/" + id));
  }

  /** Who stands in for whom. */
  public Delegations delegations() {
    return delegations;
  }

  /** What carries out orders about them. */
  public ApprovalOrders orders() {
    return new ApprovalOrders(log, approvals, delegations, scrub, undecided, CLOCK);
  }

  private void sweep() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        approvals.sweep();
        Thread.sleep(SWEPT_EVERY);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    sweeping.interrupt();
    try {
      // Nobody started it where no gateway is at work.
      boolean _ = !sweeping.isAlive() || sweeping.join(CLOSING_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    channels.ifPresent(ApprovalChannels::close);
    approvals.close();
    delegations.close();
  }
}
