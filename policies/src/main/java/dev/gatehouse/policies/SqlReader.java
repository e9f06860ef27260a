package dev.gatehouse.policies;

import dev.gatehouse.policies.mask.PathPattern;
import dev.gatehouse.policies.sql.Dialect;
import dev.gatehouse.policies.sql.NamePattern;
import dev.gatehouse.policies.sql.SqlBounds;
import dev.gatehouse.policies.sql.SqlKind;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the bounds of SQL. Confined to one thread. */
final class SqlReader {
  private static final long ROWS_MAX = 1_000_000_000;
  private static final int STATEMENTS_MAX = 100;

  private final Problems problems;

  SqlReader(Problems problems) {
    this.problems = problems;
  }

  /** The guard of the rule of this name; empty if something is wrong, which was reported. */
  Optional<Verb> read(String file, MappingReader sql, String name) {
    sql.require("in", "dialect");
    Optional<PathPattern> in = sql.text("in").flatMap(text -> path(file, text));
    Optional<Dialect> dialect =
        sql.choice("dialect", Dialect.labels().toArray(String[]::new)).flatMap(Dialect::labelled);
    Dialect folding = dialect.orElse(Dialect.ANSI);
    SqlBounds bounds =
        new SqlBounds(
            folding,
            kinds(sql),
            patterns(file, sql, "tables", folding),
            patterns(file, sql, "not-tables", folding),
            patterns(file, sql, "columns", folding),
            patterns(file, sql, "not-columns", folding),
            sql.choice("where", "required").isPresent(),
            patterns(file, sql, "functions", folding),
            (int) sql.integer("statements-max", 1, STATEMENTS_MAX).orElse(1),
            sql.integer("limit-max", 1, ROWS_MAX));
    sql.end();
    if (in.isEmpty() || dialect.isEmpty()) {
      return Optional.empty();
    }
    Reason reason = new Reason(name, "sql", "the SQL is within the bounds");
    return Optional.of(new Verb.Sql(new SqlGuard(in.get(), bounds), reason));
  }

  private static Set<SqlKind> kinds(MappingReader sql) {
    if (!sql.has("kinds")) {
      return SqlBounds.readOnly(Dialect.ANSI).kinds();
    }
    Set<SqlKind> kinds = EnumSet.noneOf(SqlKind.class);
    for (String label : sql.choices("kinds", SqlKind.labels())) {
      SqlKind.labelled(label).ifPresent(kinds::add);
    }
    return kinds;
  }

  private List<NamePattern> patterns(String file, MappingReader sql, String key, Dialect dialect) {
    List<NamePattern> patterns = new ArrayList<>();
    for (Scalar scalar : sql.texts(key)) {
      String text = scalar.text();
      boolean isName = !text.isBlank() && text.equals(text.strip()) && !text.contains("..");
      if (!isName || text.length() > NamePattern.CHARACTERS_MAX || text.startsWith(".")) {
        problems.add(
            file,
            scalar.line(),
            scalar.column(),
            "expected a name such as `users` or `public.*`, of up to 400 characters");
      } else {
        patterns.add(NamePattern.of(text, dialect));
      }
    }
    return patterns;
  }

  private Optional<PathPattern> path(String file, Scalar text) {
    return switch (PathPattern.parse(text.text())) {
      case PathPattern.Parsed.Pattern(PathPattern pattern) -> Optional.of(pattern);
      case PathPattern.Parsed.Fault(int offset, String message) -> {
        Place place = text.at(offset);
        problems.add(file, place.line(), place.column(), "`in`: " + message);
        yield Optional.empty();
      }
    };
  }
}
