package dev.gatehouse.policies.sql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Words of SQL that need care. */
final class Words {
  /** Words that change something, wherever they stand. */
  private static final Set<String> CHANGING =
      Set.of(
          "insert",
          "update",
          "delete",
          "merge",
          "replace",
          "upsert",
          "create",
          "drop",
          "alter",
          "truncate",
          "grant",
          "revoke",
          "exec",
          "execute",
          "call",
          "into",
          "outfile",
          "dumpfile",
          "copy",
          "attach",
          "detach",
          "shutdown",
          "backup",
          "restore",
          "dbcc",
          "kill",
          "vacuum",
          "load",
          "lock",
          "unlock",
          "waitfor",
          "reconfigure",
          "commit",
          "rollback");

  /** Words that begin a statement in SQL Server, where no semicolon has to stand before. */
  private static final Set<String> SERVER_STATEMENTS =
      Set.of(
          "add",
          "alter",
          "backup",
          "begin",
          "break",
          "bulk",
          "checkpoint",
          "close",
          "commit",
          "continue",
          "create",
          "dbcc",
          "deallocate",
          "declare",
          "delete",
          "deny",
          "disable",
          "disk",
          "drop",
          "dump",
          "enable",
          "end",
          "exec",
          "execute",
          "fetch",
          "get",
          "go",
          "goto",
          "grant",
          "if",
          "insert",
          "kill",
          "lineno",
          "load",
          "merge",
          "move",
          "open",
          "print",
          "raiserror",
          "readtext",
          "receive",
          "reconfigure",
          "restore",
          "return",
          "revert",
          "revoke",
          "rollback",
          "save",
          "select",
          "send",
          "set",
          "setuser",
          "shutdown",
          "throw",
          "truncate",
          "update",
          "updatetext",
          "use",
          "waitfor",
          "while",
          "with",
          "writetext");

  /** Elsewhere these are never names without quotes in what people write. */
  private static final Set<String> STATEMENTS =
      Set.of(
          "select",
          "insert",
          "update",
          "delete",
          "merge",
          "create",
          "drop",
          "alter",
          "truncate",
          "grant",
          "revoke",
          "exec",
          "execute");

  /** Words of the grammar that the tree does not keep as names. */
  private static final Set<String> GRAMMAR =
      Set.copyOf(
          Arrays.asList(
              ("all and any array as asc asymmetric at between binary both by case cast collate"
                   + " concat connect_by_root connect contains cross current cube cycle day desc"
                   + " describe distinct distinctrow div do else end escape except exclude exists"
                   + " explain extract false fetch filter first following for from full glob global"
                   + " group grouping groups having hour ignore ilike in inner insert intersect"
                   + " interval is isnull join keep key last lateral leading left like limit"
                   + " localtime localtimestamp locked materialized minus minute mod month natural"
                   + " next nocycle nolock not notnull nothing nowait null nulls of offset on only"
                   + " or order ordinality others outer over overlaps partition percent placing"
                   + " preceding prior range recursive regexp respect right rlike rollup row rows"
                   + " rows select separator sets share show siblings similar skip some start"
                   + " straight_join symmetric symbol table tables then ties time timestamp date to"
                   + " top trailing true unbounded union unique unknown update using values wait"
                   + " when where window with within without xor year second zone verbose analyze"
                   + " costs settings buffers timing summary format columns index fields databases"
                   + " match against boolean mode language query expansion try_cast safe_cast"
                   + " convert try_convert substring position overlay trim returning set into"
                   + " replace call exec insert delete default conflict apply nvarchar varying"
                   + " precision double character unsigned signed national exists array_agg within"
                   + " group_concat matched merge target source output follows tablesample"
                   + " bernoulli system repeatable sample struct matching")
                  .split(" ")));

  /** Words of the grammar that a bracket may follow without a call. */
  private static final Set<String> BEFORE_BRACKET =
      Set.copyOf(
          Arrays.asList(
              ("all and any array as between by case cast distinct div else except exists filter"
                   + " from full glob group grouping having ilike in inner insert intersect is join"
                   + " keep lateral left like limit match against materialized minus mod not of"
                   + " offset on or order over partition percent prior range regexp right rlike"
                   + " rollup cube sets rows select set similar some then to top union using values"
                   + " when where with within xor escape explain interval fetch next first extract"
                   + " position substring trim overlay convert try_convert try_cast safe_cast"
                   + " ignore group_concat returning conflict apply row tablesample repeatable"
                   + " bernoulli system unique output default return")
                  .split(" ")));

  private Words() {}

  static boolean change(String word) {
    return CHANGING.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Whether a database may see the begin of another statement in this word. */
  static boolean beginStatement(Dialect dialect, String word) {
    Set<String> words = dialect == Dialect.MSSQL ? SERVER_STATEMENTS : STATEMENTS;
    return words.contains(word.toLowerCase(Locale.ROOT));
  }

  static boolean ofGrammar(String word) {
    return GRAMMAR.contains(word.toLowerCase(Locale.ROOT));
  }

  static boolean mayStandBeforeBracket(String word) {
    return BEFORE_BRACKET.contains(word.toLowerCase(Locale.ROOT));
  }
}
