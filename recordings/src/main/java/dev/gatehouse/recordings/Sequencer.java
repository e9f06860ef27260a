package dev.gatehouse.recordings;

import static java.lang.System.Logger.Level.ERROR;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.CompactRange;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.store.Head;
import dev.gatehouse.recordings.store.PayloadKeys;
import dev.gatehouse.recordings.store.SealedPayload;
import dev.gatehouse.recordings.store.StoredLeaf;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The one thread that writes the log: takes what is queued, commits it at once, releases who waits.
 * {@link #submit}, {@link #fail}, {@link #head} and {@link #failure} are thread-safe.
 *
 * <p>Guarantee: indexes have no gap; what it settles as {@link Work.Durable} is on disk; after the
 * first fault it settles nothing so again, for it cannot know what the disk holds.
 */
final class Sequencer {
  private static final System.Logger LOG = System.getLogger(Sequencer.class.getName());

  /** Larger batches save no more fsyncs worth speaking of and let the first one wait. */
  private static final int BATCH_ENTRIES_MAX = 1000;

  /** What a disk writes in some tens of milliseconds. */
  private static final long BATCH_BYTES_MAX = 8L * 1024 * 1024;

  private final LogFiles files;
  private final String boot;
  private final InstantSource clock;
  private final Exchanges exchanges;
  private final BlockingQueue<Work> queue;
  private final Thread thread;

  /** Nothing follows a shutdown entry; only the sequencer's thread looks at this. */
  private boolean shutDown;

  private volatile Head head;
  private volatile Optional<String> failure = Optional.empty();
  private volatile boolean ended;

  Sequencer(LogFiles files, String boot, LogSettings settings) {
    this.files = files;
    this.boot = boot;
    this.clock = settings.clock();
    this.exchanges = new Exchanges(files.openExchanges());
    this.queue = new ArrayBlockingQueue<>(settings.queueEntriesMax());
    this.head = files.head();
    this.thread = Thread.ofPlatform().daemon().name("gatehouse-sequencer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** The committed head. */
  Head head() {
    return head;
  }

  /** Empty while entries are accepted. */
  Optional<String> failure() {
    return failure;
  }

  /** Queues {@code work}; false where the queue stayed full until the wait ended. */
  boolean submit(Work work, UninterruptedWait wait) {
    boolean queued = wait.offer(queue, work);
    if (ended) {
      settleWhatIsQueued();
    }
    return queued;
  }

  /** Accepts nothing from now on, because of {@code reason}. */
  void fail(String reason) {
    synchronized (this) {
      if (failure.isPresent()) {
        return;
      }
      failure = Optional.of(reason);
    }
    LOG.log(ERROR, "log=failed directory={0} reason=\"{1}\"", files.directory().path(), reason);
    // It may sleep on an empty queue; a full one wakes it all the same.
    queue.offer(new Work.Stop());
  }

  /**
   * Waits until everything up to a {@link Work.Stop} was dealt with; false where it took too long.
   */
  boolean join(UninterruptedWait wait) {
    return wait.join(thread);
  }

  private void run() {
    List<Work> batch = new ArrayList<>();
    try {
      boolean more = true;
      while (more) {
        batch.clear();
        fill(batch);
        if (failure.isPresent()) {
          return;
        }
        more = !batch.contains(new Work.Stop());
        commit(batch);
      }
    } catch (SQLException | GeneralSecurityException | InterruptedException e) {
      fail("cannot write to the log: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      // A fault of ours: but who waits must hear of it, and nothing may be written after it.
      fail("cannot go on with the log: " + e);
    } finally {
      ended = true;
      batch.forEach(this::settleAsLost);
      settleWhatIsQueued();
    }
  }

  /** Waits for work, and takes with it what is queued by then: the longer a commit, the larger. */
  private void fill(List<Work> batch) throws InterruptedException {
    long bytes = 0;
    for (Work work = queue.take(); work != null; work = queue.poll()) {
      batch.add(work);
      bytes += work instanceof Work.Ticket ticket ? ticket.entry().bytes() : 0;
      if (batch.size() >= BATCH_ENTRIES_MAX || bytes >= BATCH_BYTES_MAX) {
        return;
      }
    }
  }

  private void commit(List<Work> batch) throws SQLException, GeneralSecurityException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    YearMonth bucket = YearMonth.from(now.atOffset(ZoneOffset.UTC));

    // 1. What has to be done with the files while nothing is under way.
    for (Work work : batch) {
      if (work instanceof Work.Errand errand) {
        errand.run(files);
      }
    }

    // 2. Say no to what would break the rule of one closing entry, before anything is written.
    List<Work.Ticket> tickets = admit(batch);

    // 3. Make the keys durable that the rows will need. If we crash here, some keys have no row
    // yet.
    files.keys().ensure(keyNames(tickets, bucket));

    // 4. Keep others out, and learn what they appended since. If we crash here, they go on.
    files.store().begin(files.edge().size()).forEach(files.edge()::append);

    // 5. Write leaves, payloads and the tiles that fill up. If we crash here, none of it happened.
    List<Appended> appended = new ArrayList<>(tickets.size());
    for (Work.Ticket ticket : tickets) {
      appended.add(put(ticket.entry(), now, bucket));
      if (ticket.erasure().isPresent()) {
        Work.Erasure erasure = ticket.erasure().get();
        files.store().erase(erasure.key(), erasure.entries());
      }
    }

    // 6. The head goes with them: what is in the tree is what is acknowledged.
    CompactRange range = files.edge().range();
    Head next = new Head(range.size(), range.subtrees());
    if (!tickets.isEmpty()) {
      files.store().putHead(next);
    }
    for (Work work : batch) {
      if (work instanceof Work.Keep keep) {
        files.store().putCheckpoint(keep.checkpoint().size(), keep.note().getBytes(UTF_8));
      }
    }

    // 7. One fsync. If we crash in here, all of it happened or none, and nobody was told yet. If it
    // fails, we do not know which: the caller of this method stops for good.
    files.store().commit();

    // 8. Only now may anybody see it.
    head = next;
    for (int i = 0; i < tickets.size(); i++) {
      tickets.get(i).settle(new Work.Durable(appended.get(i)));
    }
    files.store().rest();
  }

  private List<Work.Ticket> admit(List<Work> batch) {
    List<Work.Ticket> admitted = new ArrayList<>();
    for (Work work : batch) {
      if (work instanceof Work.Ticket ticket) {
        Optional<String> reason = exchanges.admit(ticket.entry().entry());
        if (shutDown) {
          ticket.settle(new Work.Lost("the log is closed"));
        } else if (reason.isPresent()) {
          ticket.settle(new Work.Refused(reason.get()));
        } else {
          admitted.add(ticket);
          shutDown = ticket.entry().entry().kind() == EntryKind.SHUTDOWN;
        }
      }
    }
    return admitted;
  }

  private static Set<PayloadKeys.Name> keyNames(List<Work.Ticket> tickets, YearMonth bucket) {
    Set<PayloadKeys.Name> names = new HashSet<>();
    for (Work.Ticket ticket : tickets) {
      if (ticket.entry().hasParts()) {
        names.add(keyName(ticket.entry(), bucket));
      }
    }
    return names;
  }

  /** Parts that are about nobody have a key of nobody. */
  private static PayloadKeys.Name keyName(PreparedEntry entry, YearMonth bucket) {
    return new PayloadKeys.Name(entry.entry().subject().orElse(""), bucket);
  }

  private Appended put(PreparedEntry entry, Instant now, YearMonth bucket)
      throws SQLException, GeneralSecurityException {
    Leaf leaf = entry.leaf(boot, now);
    byte[] statement = leaf.text().getBytes(US_ASCII);
    Hash hash = TreeHashing.leaf(statement);
    long index = files.edge().size();
    files.store().putEntry(new StoredLeaf(index, hash, statement), payload(entry, hash, bucket));
    if (leaf.opensExchange()) {
      files.store().openExchange(leaf.word("ex").orElseThrow(), index);
    } else if (leaf.closesExchange()) {
      files.store().closeExchange(leaf.word("ex").orElseThrow());
    }
    for (Tile tile : files.edge().append(hash)) {
      files.store().putTile(tile);
    }
    return new Appended(index, new LeafHash(Bytes.of(hash.toArray())), now);
  }

  private Optional<SealedPayload> payload(PreparedEntry entry, Hash leaf, YearMonth bucket)
      throws SQLException, GeneralSecurityException {
    if (!entry.hasParts()) {
      return Optional.empty();
    }
    long key = files.keys().id(keyName(entry, bucket));
    return Optional.of(files.keys().seal(key, leaf, entry.packed().unwrap()));
  }

  private void settleWhatIsQueued() {
    for (Work work = queue.poll(); work != null; work = queue.poll()) {
      settleAsLost(work);
    }
  }

  private void settleAsLost(Work work) {
    String reason = failure.orElse("the log is closed");
    if (work instanceof Work.Ticket ticket) {
      ticket.settle(new Work.Lost(reason));
    } else if (work instanceof Work.Errand errand) {
      errand.settleAsLost(reason);
    }
  }
}
