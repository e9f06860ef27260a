package dev.gatehouse.gateway.approval;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Somebody who does one durable step at a time: a person with a decision, or a client with a call.
 * Each works through one of the gateways.
 */
final class Actor {
  /** How far it is. */
  enum At {
    /** A person looks; a client asks. */
    BEGIN,
    /** Reads the row, and works out what follows. */
    READ,
    /** Writes it. */
    WRITE,
    /** It is durable, and is to be recorded. */
    RECORD,
    /** The call may go upstream. */
    RUN,
    /** It has come back. */
    END,
    /** It was not recorded: nobody may run it. */
    DROP,
    /** Nothing more to do. */
    DONE
  }

  /** What a person decides about what was seen; nothing of a client. */
  private final Optional<BiFunction<Approval, String, Event>> decision;

  private final String name;
  int gateway;
  At at = At.BEGIN;
  int retries;
  private int tries;
  private String id = "";
  private String seen = "";
  private Optional<Approval> read = Optional.empty();
  private Optional<Approval> after = Optional.empty();

  private Actor(String name, Optional<BiFunction<Approval, String, Event>> decision, int gateway) {
    this.name = name;
    this.decision = decision;
    this.gateway = gateway;
  }

  static Actor person(String name, int gateway, BiFunction<Approval, String, Event> decision) {
    return new Actor(name, Optional.of(decision), gateway);
  }

  static Actor client(String name, int gateway, int retries) {
    Actor client = new Actor(name, Optional.empty(), gateway);
    client.retries = retries;
    return client;
  }

  Actor copy() {
    Actor copy = new Actor(name, decision, gateway);
    copy.at = at;
    copy.retries = retries;
    copy.tries = tries;
    copy.id = id;
    copy.seen = seen;
    copy.read = read;
    copy.after = after;
    return copy;
  }

  private String exchange() {
    return name + tries;
  }

  boolean isClient() {
    return decision.isEmpty();
  }

  /** Whether it can do something now. */
  boolean isReady(World world) {
    return switch (at) {
      case DONE -> false;
      case BEGIN -> decision.isEmpty() || !world.rows.isEmpty();
      case READ -> decision.isPresent() || !isWaiting(world.row(id));
      case WRITE, RECORD, RUN, END, DROP -> true;
    };
  }

  private static boolean isWaiting(Approval row) {
    return row.state() == State.PENDING || row.runs().stream().anyMatch(Run::isRunning);
  }

  /** Does the next thing. */
  void step(World world) {
    switch (at) {
      case BEGIN -> begin(world);
      case READ -> read(world);
      case WRITE -> {
        boolean done = world.write(read.orElseThrow(), after.orElseThrow());
        at = done ? At.RECORD : At.READ;
      }
      case RECORD -> {
        world.record(id);
        at = decision.isPresent() ? At.DONE : At.RUN;
      }
      case RUN -> {
        world.run(id, exchange());
        at = At.END;
      }
      case END -> {
        Approval row = world.row(id);
        Change change = Runs.ended(row, exchange(), Run.REPLIED, world.now);
        if (!(change instanceof Change.Stepped) || world.write(row, change.approval())) {
          world.record(id);
          world.told.add(id);
          at = At.DONE;
        }
      }
      case DROP -> {
        Approval row = world.row(id);
        Change change = Runs.lost(row, run -> run.exchange().equals(exchange()), world.now);
        if (!(change instanceof Change.Stepped) || world.write(row, change.approval())) {
          at = At.DONE;
        }
      }
      case DONE -> throw new IllegalStateException();
    }
  }

  private void begin(World world) {
    if (decision.isPresent()) {
      Approval newest = world.row("A" + (world.rows.size() - 1));
      id = newest.id();
      seen = newest.seen();
    } else {
      tries++;
      id = standing(world);
      at = At.READ;
    }
    at = At.READ;
  }

  /** The row that a call attaches to, made where there is none: one transaction of the store. */
  private static String standing(World world) {
    if (!world.rows.isEmpty()) {
      Approval newest = world.row("A" + (world.rows.size() - 1)).at(world.now);
      if (Asking.isStanding(newest, world.told.contains(newest.id()))) {
        return newest.id();
      }
    }
    String id = "A" + world.rows.size();
    Approval first = Asked.pending(world.demand);
    Request request = first.request();
    var decideBy = Ageing.decideBy(request.demands(), world.now);
    world.rows.put(
        id,
        new Approval(
            id,
            request,
            List.of(),
            State.PENDING,
            world.now,
            decideBy,
            decideBy,
            List.of(),
            "",
            Optional.empty(),
            0,
            List.of(),
            false,
            false,
            "",
            Optional.empty(),
            List.of(new Step(1, Step.ASKED, world.now, "cleo", "")),
            1));
    world.owed.add(id + " 1");
    return id;
  }

  private void read(World world) {
    Approval row = world.row(id);
    Change change =
        decision
            .map(it -> Transitions.apply(row, it.apply(row, seen), world.now))
            .orElseGet(() -> spend(world, row));
    switch (change) {
      case Change.Stepped(Approval stepped) -> {
        read = Optional.of(row);
        after = Optional.of(stepped);
        at = At.WRITE;
      }
      case Change.Refused _, Change.Same _ -> {
        if (decision.isEmpty()) {
          // The client is told how it stands: that it was denied, what it replied.
          world.told.add(id);
        }
        at = At.DONE;
      }
    }
  }

  private Change spend(World world, Approval row) {
    return Runs.spend(
        row, row.request().binding().key(), exchange(), world.node(gateway), world.now);
  }

  /** Its gateway is gone with all that it knew; a client may call again, at the other one. */
  void crash() {
    at = At.DONE;
    again();
  }

  /** A client that has nothing calls again. */
  void again() {
    if (decision.isEmpty() && retries > 0) {
      retries--;
      at = At.BEGIN;
      gateway = 1 - gateway;
    }
  }

  String key(World world) {
    // What was read of an older version is of no use, whatever it was.
    boolean isFresh = at == At.WRITE && world.row(id).version() == read.orElseThrow().version();
    String written =
        at == At.WRITE && (isFresh || !world.compares)
            ? "" + after.orElseThrow().state() + after.get().useBy().getEpochSecond()
            : "";
    return "|" + at + gateway + retries + tries + id + seen + isFresh + written;
  }
}
