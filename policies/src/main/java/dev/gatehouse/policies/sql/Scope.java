package dev.gatehouse.policies.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which names of tables a part of a statement sees. Confined to one thread. */
final class Scope {
  private final Optional<Scope> outer;
  private final Map<String, List<Source>> sources = new HashMap<>();
  private final Map<String, Source> others = new HashMap<>();
  private final Set<String> queries = new HashSet<>();

  private Scope(Optional<Scope> outer) {
    this.outer = outer;
  }

  /** Where rows come from. */
  sealed interface Source {
    /** A table, by its full name. */
    record Rows(String table) implements Source {}

    /** A query or function whose parts were looked at on their own. */
    record Derived() implements Source {}
  }

  static Scope empty() {
    return new Scope(Optional.empty());
  }

  Scope inner() {
    return new Scope(Optional.of(this));
  }

  /** What a query between brackets sees that stands beside what is declared here. */
  Scope outside() {
    return outer.orElse(this);
  }

  void declare(String name, Source source) {
    sources.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(source);
  }

  /** Another name for rows that are declared anyway. */
  void declareAlso(String name, Source source) {
    others.putIfAbsent(name, source);
  }

  void declareQuery(String name) {
    queries.add(name);
  }

  /** Whether a named query of this name is seen here. */
  boolean hasQuery(String name) {
    return queries.contains(name) || outer.filter(scope -> scope.hasQuery(name)).isPresent();
  }

  /** What a name may stand for: the nearest that have it; none if nobody has. */
  List<Source> named(String name) {
    List<Source> here = sources.getOrDefault(name, List.of());
    if (!here.isEmpty()) {
      return here;
    }
    Source other = others.get(name);
    return other != null ? List.of(other) : outer.map(scope -> scope.named(name)).orElse(List.of());
  }

  /** What is declared here, not outside. */
  List<Source> own() {
    return sources.values().stream().flatMap(List::stream).toList();
  }

  /** What is declared here and outside. */
  List<Source> all() {
    List<Source> all = new ArrayList<>(own());
    outer.ifPresent(scope -> all.addAll(scope.all()));
    return all;
  }
}
