package dev.gatehouse.gateway.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What people let one gateway do at upstreams in their names: how they connect them, and what comes
 * of it.
 *
 * <p>Guarantee: what cannot be kept or recorded does not happen; a trip to an authorization server
 * is finished once, in the browser that began it, for the person whose call asked for it. No token
 * leaves but as a credential for its upstream, or to the server that gave it. Thread-safe.
 */
public final class PersonGrants implements AutoCloseable {
  /** Below it everything lies that has to do with connecting. */
  public static final String PATH = "/connect";

  /** As long as people take over a password and a second factor. */
  private static final Duration TRIP_MAX = Duration.ofMinutes(10);

  private static final long TRIPS_MAX = 20_000;

  /** Grants at hand; the others are read again. */
  private static final long SLOTS_MAX = 50_000;

  /** As long as an end of the gateway may be held up by servers that have not answered yet. */
  private static final Duration CLOSING_MAX = Duration.ofSeconds(5);

  private final GrantTable table;
  private final GrantEntries entries;
  private final InstantSource clock;
  private final Asks asks = new Asks();
  private final Map<String, PersonUpstream> upstreams = new ConcurrentHashMap<>();

  /** Those that anybody holds: there are never two of one grant. */
  private final Cache<String, GrantSlot> slots = Caffeine.newBuilder().weakValues().build();

  private final Cache<String, GrantSlot> recent =
      Caffeine.newBuilder().maximumSize(SLOTS_MAX).build();
  private final Cache<String, CodeTrip> trips =
      Caffeine.newBuilder().maximumSize(TRIPS_MAX).expireAfterWrite(TRIP_MAX).build();
  private volatile Optional<URI> base = Optional.empty();

  /**
   * Kept in this file.
   *
   * @param log where everything is recorded, and whose secret encrypts the file
   */
  public PersonGrants(Path file, EntryLog log, InstantSource clock) {
    this.table = new GrantTable(file, log.secret("grants"));
    this.entries = new GrantEntries(log);
    this.clock = clock;
  }

  /**
   * What an upstream of this name at this address is shown.
   *
   * @param dialler asks its authorization servers
   */
  public Authorization at(String upstream, URI url, PersonSettings settings, Dialler dialler) {
    Dialler named = dialler.naming(url);
    Dialler all =
        settings.server() instanceof Server.Named(String issuer)
            ? named.naming(URI.create(issuer))
            : named;
    PersonUpstream person =
        new PersonUpstream(upstream, url, settings, new SmallHttp(all), table, clock);
    upstreams.put(upstream, person);
    return new PersonCredentials(person, new Place(), clock);
  }

  /** From now on there are pages, below this address. */
  public void servedAt(URI address) {
    base = Optional.of(address);
  }

  /** Below which address there are pages, where there are. */
  public Optional<URI> base() {
    return base;
  }

  /** The upstreams that people connect. */
  public List<String> upstreams() {
    return upstreams.keySet().stream().sorted().toList();
  }

  /** The host of an upstream that people connect; nothing where it is none. */
  public Optional<String> host(String upstream) {
    return Optional.ofNullable(upstreams.get(upstream)).map(PersonUpstream::host);
  }

  /** Addresses of documents that describe the gateway to authorization servers. */
  public List<String> documents() {
    return upstreams.values().stream()
        .flatMap(each -> each.settings().clientDocument().stream())
        .map(URI::toString)
        .distinct()
        .toList();
  }

  /** What a link was made for; nothing where it is used, or too old. */
  public Optional<Ask> asked(String handle) {
    return asks.find(handle);
  }

  /** How it stands with what is asked for; nothing where nothing was connected. */
  public Optional<GrantState> state(Ask ask) throws SQLException {
    PersonUpstream upstream = upstreams.get(ask.upstream());
    return slot(ask.owner(), ask.upstream())
        .grant()
        .filter(it -> upstream != null && upstream.isFor(it))
        .map(GrantState::of);
  }

  /** Where browsers come back to. */
  public static String callback(String upstream) {
    return PATH + "/" + upstream + "/callback";
  }

  /**
   * Sends a person to where the upstream asks people.
   *
   * @param handle of the link, which is used up
   * @param browser what binds the trip to the browser
   * @return the address to send the browser to
   * @throws ConnectException where there is no such place
   */
  public URI begin(String handle, String browser)
      throws ConnectException, SQLException, InterruptedException {
    Optional<PersonUpstream> upstream =
        asks.find(handle).flatMap(it -> Optional.ofNullable(upstreams.get(it.upstream())));
    Optional<Ask> ask = upstream.flatMap(_ -> asks.take(handle));
    if (ask.isEmpty() || base.isEmpty()) {
      throw new ConnectException(
          "link-used", "this link was used before, or is too old; call the tool again");
    }
    String state = Nonces.fresh();
    try {
      PersonUpstream.Way way =
          upstream
              .get()
              .way(
                  ask.get(),
                  state,
                  Nonces.digest(browser),
                  base.get().resolve(callback(ask.get().upstream())));
      trips.put(Nonces.digest(state), way.trip());
      return way.address();
    } catch (UpstreamException e) {
      throw new ConnectException("no-way", e.problem());
    }
  }

  /**
   * Ends a trip: a browser has come back.
   *
   * @param returned the parameters that it brings
   * @param browser what binds it; empty where nothing does
   * @throws ConnectException where nothing was connected
   */
  public GrantState finish(String upstream, Map<String, String> returned, String browser)
      throws ConnectException, SQLException, RecordingException, InterruptedException {
    CodeTrip trip =
        Optional.ofNullable(returned.get("state"))
            .flatMap(state -> Optional.ofNullable(trips.asMap().remove(Nonces.digest(state))))
            .filter(it -> it.ask().upstream().equals(upstream))
            .orElseThrow(
                () ->
                    new ConnectException(
                        "state-unknown", "it took too long, or was not begun here"));
    PersonUpstream person = upstreams.get(upstream);
    if (person == null || !Nonces.same(Nonces.digest(browser), trip.browser())) {
      throw new ConnectException(
          "another-browser", "it was begun in another browser, or cookies are off");
    }
    checkIssuer(trip.server(), Optional.ofNullable(returned.get("iss")));
    Optional<String> code = Optional.ofNullable(returned.get("code"));
    if (returned.containsKey("error") || code.isEmpty()) {
      throw new ConnectException("denied", "the service did not agree");
    }
    PersonGrant grant = person.grant(trip, code.get());
    slot(grant.ask().owner(), upstream).put(grant);
    return GrantState.of(grant);
  }

  /** Another server's answer must not go to this one; RFC 9207 §2.4. */
  private static void checkIssuer(CodeServer server, Optional<String> said)
      throws ConnectException {
    boolean isRight = said.isPresent() ? said.get().equals(server.issuer()) : !server.saysIssuer();
    if (!isRight) {
      throw new ConnectException("issuer", "the answer is not from the service that was asked");
    }
  }

  /** How it stands with every grant. */
  public GrantList all() throws SQLException {
    List<GrantTable.Row> rows = table.all(GrantTable.Kind.GRANT);
    List<GrantState> states =
        rows.stream()
            .flatMap(row -> row.text().flatMap(PersonGrant::of).map(GrantState::of).stream())
            .toList();
    return new GrantList(states, rows.size() - states.size());
  }

  /**
   * Takes grants back: all of them here at once, then at their servers where those can be told. Who
   * is about to connect has to call again. What cannot be read is removed where all of everybody's
   * is meant.
   *
   * @param person whose, by name; empty for everybody's
   * @param upstream at which; empty for all
   * @param by who wants it
   * @return those that were taken back
   */
  public GrantList revoke(String person, String upstream, String by, String reason)
      throws SQLException, RecordingException {
    Predicate<Ask> meant =
        it ->
            (person.isEmpty() || person.equals(it.person()))
                && (upstream.isEmpty() || upstream.equals(it.upstream()));
    asks.forget(meant);
    trips.asMap().values().removeIf(trip -> meant.test(trip.ask()));
    List<PersonGrant> taken = new ArrayList<>();
    int unreadable = 0;
    for (GrantTable.Row row : table.all(GrantTable.Kind.GRANT)) {
      Optional<PersonGrant> grant = row.text().flatMap(PersonGrant::of);
      if (grant.filter(it -> meant.test(it.ask())).isPresent()) {
        slot(row.id()).take().ifPresent(taken::add);
      } else if (grant.isEmpty() && person.isEmpty() && upstream.isEmpty()) {
        boolean _ = table.remove(GrantTable.Kind.GRANT, row.id());
      } else if (grant.isEmpty()) {
        unreadable++;
      }
    }
    // If we crash here, they are gone, and the log does not say who wanted that.
    Set<String> told = GivingBack.all(taken, this::isGivenBack);
    record(taken, by, reason, told);
    return new GrantList(taken.stream().map(GrantState::of).toList(), unreadable);
  }

  private void record(List<PersonGrant> taken, String by, String reason, Set<String> told)
      throws RecordingException {
    Optional<RecordingException> failure = Optional.empty();
    for (PersonGrant grant : taken) {
      try {
        entries.revoked(grant, by, reason, told.contains(grant.id()));
      } catch (RecordingException e) {
        failure = Optional.of(e);
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private boolean isGivenBack(PersonGrant grant) {
    PersonUpstream known = upstreams.get(grant.ask().upstream());
    try {
      return known != null && known.givenBack(grant);
    } catch (SQLException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private GrantSlot slot(String owner, String upstream) {
    return slot(PersonGrant.id(owner, upstream));
  }

  private GrantSlot slot(String id) {
    GrantSlot slot = slots.get(id, it -> new GrantSlot(it, table, entries, clock));
    return recent.get(id, _ -> slot);
  }

  /** What a fault of the table may be told as. */
  public static String told(SQLException e) {
    return DatabaseException.told(e);
  }

  @Override
  public void close() {
    Deadline end = Deadline.after(CLOSING_MAX);
    try {
      for (GrantSlot slot : slots.asMap().values()) {
        slot.settled(end);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    table.close();
  }

  private final class Place implements PersonCredentials.Grants {
    @Override
    public GrantSlot slot(String owner, String upstream) {
      return PersonGrants.this.slot(owner, upstream);
    }

    @Override
    public Optional<URI> page(Ask ask) {
      return base.map(
          address -> address.resolve(PATH + "/" + ask.upstream() + "?ask=" + asks.handle(ask)));
    }
  }
}
