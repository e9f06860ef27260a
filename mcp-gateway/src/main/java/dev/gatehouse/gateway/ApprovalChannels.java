package dev.gatehouse.gateway;

import dev.gatehouse.gateway.approval.Announcer;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.Listing;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.channels.Channels;
import dev.gatehouse.gateway.channels.Delivery;
import dev.gatehouse.gateway.channels.OutboxTables;
import dev.gatehouse.gateway.config.ApprovalSettings;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.gateway.transport.PageRoom;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where people hear of approvals and answer, as a configuration says; keeps what is to be told
 * beside the log. Thread-safe.
 */
final class ApprovalChannels implements AutoCloseable {
  private static final String FILE = "channels.db";

  /** The name of a gateway that shares its log with nobody: a new start goes on at once. */
  private static final String ALONE = "alone";

  /** Some KiB; Slack sends what it shows along with what was pressed. */
  private static final int BODY_BYTES_MAX = 64 << 10;

  private static final Set<String> HEADERS =
      Set.of(
          "authorization",
          "content-type",
          "webhook-id",
          "webhook-signature",
          "webhook-timestamp",
          "x-slack-request-timestamp",
          "x-slack-signature");

  /** Of the same tool, so that people see what others made of it. */
  private static final int EARLIER_MAX = 5;

  private final ApprovalSettings settings;
  private final Channels channels;

  private ApprovalChannels(ApprovalSettings settings, Channels channels) {
    this.settings = settings;
    this.channels = channels;
  }

  /**
   * The channels, which keep what they are told and send nothing yet.
   *
   * @throws GatewayStartException where what is to be told cannot be kept
   */
  static ApprovalChannels open(Configuration configuration, EntryLog log, InstantSource clock)
      throws GatewayStartException {
    Optional<PostgresAccess> shared = configuration.recordings().log().postgres();
    Channels channels =
        new Channels(
            configuration.approvals().channels(),
            shared
                .map(OutboxTables::inPostgres)
                .orElseGet(
                    () ->
                        OutboxTables.inFile(configuration.recordings().directory().resolve(FILE))),
            log.secret("channels"),
            configuration.recordings().log().node().orElse(ALONE),
            Outbound.dialler(configuration),
            Outbound.trust(configuration),
            clock,
            new SecureRandom());
    try {
      if (!configuration.approvals().channels().isEmpty()) {
        channels.open();
      }
    } catch (SQLException e) {
      channels.close();
      throw new GatewayStartException(
          "cannot keep what channels are to be told: " + DatabaseException.told(e));
    }
    return new ApprovalChannels(configuration.approvals(), channels);
  }

  /** What approvals tell of their steps, from the beginning. */
  Announcer announcer() {
    return channels;
  }

  /** Begins to send. */
  void start(Approvals approvals) {
    channels.start(approval -> earlier(approvals, approval));
  }

  /** From now on links lead there; without it messages have none. */
  void servedAt(URI base) {
    channels.servedAt(base);
  }

  /** Where answers come in. They stand before other rooms below {@code /approvals}. */
  List<PageRoom> rooms(Approvals approvals, AccessSummaries access) {
    return channels
        .inlets(
            settings.people(),
            approvals::happened,
            (peer, word) -> access.count(peer, "approvals-" + word))
        .stream()
        .map(
            inlet ->
                new PageRoom(List.of(inlet.path()), HEADERS, BODY_BYTES_MAX, inlet.answering()))
        .toList();
  }

  /** What became of telling people of an approval. */
  List<Delivery> log(String approval) throws RecordingException {
    try {
      return channels.log(approval);
    } catch (SQLException e) {
      throw new RecordingException("cannot read the outbox: " + DatabaseException.told(e), e);
    }
  }

  private static List<Approval> earlier(Approvals approvals, Approval approval) {
    Binding call = approval.request().binding();
    try {
      return approvals.list(
          Listing.of()
              .onTool(new Listing.Tool(call.upstream(), call.method(), call.name()))
              .before(approval.id())
              .limitedTo(EARLIER_MAX));
    } catch (RecordingException _) {
      // The notice matters more than what others decided; the page tells it.
      return List.of();
    }
  }

  @Override
  public void close() {
    channels.close();
  }
}
