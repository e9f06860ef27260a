package dev.gatehouse.recordings;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.CompactRange;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.SigningKeys;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.Head;
import dev.gatehouse.recordings.store.PayloadKeys;
import dev.gatehouse.recordings.store.SealedPayload;
import dev.gatehouse.recordings.store.StoreAwayException;
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
import java.util.Map;
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

  /** Twice what two full batches hold: more waiting would only hide that the disk is too slow. */
  private static final int QUEUE_ENTRIES_MAX = 4096;

  /** A restarted database is asked soon, one that stays away not too often. */
  private static final long AWAY_MILLIS_MIN = 20;

  private static final long AWAY_MILLIS_MAX = 1000;

  private final LogFiles files;
  private final Session session;
  private final InstantSource clock;
  private final Exchanges exchanges;
  private final BlockingQueue<Work> queue;
  private final Thread thread;

  /** Nothing follows a shutdown entry; only the sequencer's thread looks at this. */
  private boolean shutDown;

  /** The tree of what is known to be durable, whoever appended it; the sequencer's thread's own. */
  private TileEdge edge;

  /** Up to this size no checkpoint is kept any more: keys of then signed it, or new ones did. */
  private long rotatedSize;

  /** The batch of whose commit nobody knows the outcome; the sequencer's thread's own. */
  private List<Appended> inDoubt = List.of();

  private volatile Head head;
  private volatile Optional<String> failure = Optional.empty();
  private volatile Optional<String> away = Optional.empty();
  private volatile boolean ended;

  Sequencer(LogFiles files, Session session, List<String> openExchanges, LogSettings settings) {
    this.files = files;
    this.session = session;
    this.edge = files.edge();
    this.clock = settings.clock();
    this.exchanges = new Exchanges(openExchanges);
    this.queue = new ArrayBlockingQueue<>(QUEUE_ENTRIES_MAX);
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

  /** Why nothing can be written just now, though it may pass. */
  Optional<String> away() {
    return away;
  }

  /** Learns before long what other nodes appended, where nothing else is to be done. */
  void follow() {
    if (queue.isEmpty()) {
      queue.offer(new Work.Follow());
    }
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

  /**
   * Waits for work, and takes with it what is queued by then: the longer a commit, the larger. What
   * was queued before an errand is committed before it runs.
   */
  private void fill(List<Work> batch) throws InterruptedException {
    long bytes = 0;
    for (Work work = queue.take(); work != null; work = queue.poll()) {
      batch.add(work);
      bytes += work instanceof Work.Ticket ticket ? ticket.entry().bytes() : 0;
      boolean full = batch.size() >= BATCH_ENTRIES_MAX || bytes >= BATCH_BYTES_MAX;
      if (full || queue.peek() instanceof Work.Errand) {
        return;
      }
    }
  }

  private void commit(List<Work> batch)
      throws SQLException, GeneralSecurityException, InterruptedException {
    // 1. What has to be done with the files while nothing is under way.
    for (Work work : batch) {
      if (work instanceof Work.Errand errand) {
        errand.run(files);
      }
    }

    // 2. Say no to what would break the rule of one closing entry, before anything is written.
    List<Work.Ticket> tickets = admit(batch);

    // 3. to 7. below; again where the database was away, for as long as the callers wait.
    List<Appended> appended = writeWhenBack(batch, tickets);

    // 8. Only now may anybody see it; and who sees it signs by the keys that it names.
    CompactRange range = edge.range();
    for (Work.Ticket ticket : tickets) {
      ticket.rotation().ifPresent(rotation -> files.signBy(rotation.next()));
    }
    head = new Head(range.size(), range.subtrees());
    for (int i = 0; i < tickets.size(); i++) {
      tickets.get(i).settle(new Work.Durable(appended.get(i)));
    }
    files.store().rest();
  }

  private List<Appended> write(List<Work> batch, List<Work.Ticket> tickets)
      throws SQLException, GeneralSecurityException {
    // 3. Make the keys durable that the rows will need. If we crash here, some keys have no row
    // yet.
    YearMonth bucket = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    files.keys().ensure(keyNames(tickets, bucket));

    // 4. Keep others out, and learn what was appended since. If we crash here, they go on. A batch
    // in doubt is there as a whole, where it was put, or never will be: who put it has ended.
    CompactRange known = edge.range();
    List<Hash> since = files.store().begin(new Head(known.size(), known.subtrees()));
    boolean there = isThere(inDoubt, known.size(), since);
    TileEdge grown = edge.copy();
    since.forEach(grown::append);

    // 5. Write leaves, payloads and the tiles that fill up. If we crash here, none of it happened.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Appended> appended = new ArrayList<>(there ? inDoubt : List.of());
    for (Work.Ticket ticket : there ? List.<Work.Ticket>of() : tickets) {
      appended.add(put(ticket, grown, now, bucket));
    }

    // 6. The head goes with them: what is in the tree is what is acknowledged. It is written also
    // for what is there already: a standby that has this commit has all those before it.
    CompactRange range = grown.range();
    if (!tickets.isEmpty()) {
      files.store().putHead(new Head(range.size(), range.subtrees()));
    }
    for (int i = 0; i < tickets.size(); i++) {
      if (tickets.get(i).rotation().isPresent()) {
        rotate(tickets.get(i).rotation().get(), appended.get(i), range, now);
      }
    }
    for (Work work : batch) {
      if (work instanceof Work.Keep keep && keep.checkpoint().size() > rotatedSize) {
        files.store().putCheckpoint(keep.checkpoint().size(), keep.note().getBytes(UTF_8));
      }
    }

    // 7. One fsync. If we crash in here, all of it happened or none, and nobody was told yet. If it
    // fails, we do not know which: only a store that was away is asked again.
    inDoubt = List.copyOf(appended);
    files.store().commit();
    inDoubt = List.of();
    edge = grown;
    return appended;
  }

  /** New keys come with a first checkpoint by them: so the newest is always by the keys of now. */
  private void rotate(Work.Rotation rotation, Appended rotated, CompactRange range, Instant now)
      throws SQLException {
    KeyHistory history = rotation.history().with(rotation.next().verifierKeys(), rotated.index());
    for (Map.Entry<String, String> row : history.meta().entrySet()) {
      files.store().putMeta(row.getKey(), rotated.index(), row.getValue());
    }
    SigningKeys keys = rotation.next().signing();
    Checkpoint checkpoint = new Checkpoint(keys.name(), range.size(), range.root());
    files.store().putCheckpoint(range.size(), keys.sign(checkpoint, now).bytes());
    rotatedSize = range.size();
  }

  /** Whether {@code batch} is part of what was appended from {@code start} on. */
  private static boolean isThere(List<Appended> batch, long start, List<Hash> since) {
    if (batch.isEmpty()) {
      return false;
    }
    int from = (int) (batch.getFirst().index() - start);
    int to = from + batch.size();
    return to <= since.size()
        && batch.stream()
            .map(appended -> Hash.of(appended.leafHash().bytes().toArray()))
            .toList()
            .equals(since.subList(from, to));
  }

  private List<Appended> writeWhenBack(List<Work> batch, List<Work.Ticket> tickets)
      throws SQLException, GeneralSecurityException, InterruptedException {
    long millis = AWAY_MILLIS_MIN;
    while (true) {
      try {
        List<Appended> appended = write(batch, tickets);
        back();
        return appended;
      } catch (StoreAwayException e) {
        awaitStore(e, millis);
        millis = Math.min(2 * millis, AWAY_MILLIS_MAX);
      }
    }
  }

  private void awaitStore(StoreAwayException reason, long millis)
      throws SQLException, InterruptedException {
    if (failure.isPresent()) {
      throw reason;
    }
    if (away.isEmpty()) {
      LOG.log(WARNING, "log=away reason=\"{0}\"", reason.getMessage());
    }
    away = Optional.of("" + reason.getMessage());
    // Other nodes may have retired keys meanwhile.
    files.keys().forget();
    Thread.sleep(millis);
  }

  private void back() {
    if (away.isPresent()) {
      away = Optional.empty();
      LOG.log(INFO, "log=back size={0}", Long.toString(edge.size()));
    }
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

  private Appended put(Work.Ticket ticket, TileEdge grown, Instant now, YearMonth bucket)
      throws SQLException, GeneralSecurityException {
    PreparedEntry entry = ticket.entry();
    Leaf leaf = entry.leaf(session, now);
    byte[] statement = leaf.toArray();
    Hash hash = TreeHashing.leaf(statement);
    long index = grown.size();
    StoredLeaf stored = new StoredLeaf(index, hash, statement);
    files.store().putEntry(new EntryReader.StoredRow(stored, payload(entry, hash, bucket)));
    if (leaf.opensExchange()) {
      files.store().openExchange(leaf.word("ex").orElseThrow(), index);
    } else if (leaf.closesExchange()) {
      files.store().closeExchange(leaf.word("ex").orElseThrow());
    } else if (entry.entry().kind() == EntryKind.SHUTDOWN) {
      files.store().endSession();
    }
    if (ticket.erasure().isPresent()) {
      Work.Erasure erasure = ticket.erasure().get();
      files.store().erase(erasure.key(), erasure.entries());
    }
    for (Tile tile : grown.append(hash)) {
      files.store().putTile(tile);
    }
    return new Appended(index, new LeafHash(Bytes.wrap(hash.toArray())), now);
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
