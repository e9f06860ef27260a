package dev.gatehouse.gateway.identity;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which scopes calls need.
 *
 * @param usual every call
 * @param byTool calls of some tools, besides
 */
public record ScopeRules(List<String> usual, List<ForTools> byTool) {
  /** No scopes at all. */
  public static final ScopeRules NONE = new ScopeRules(List.of(), List.of());

  /**
   * What calls of some tools need.
   *
   * @param tools patterns of their names, such as {@code crm__delete_*}
   */
  public record ForTools(String scope, List<String> tools) {
    public ForTools {
      tools = List.copyOf(tools);
    }

    private boolean isFor(String tool) {
      return tools.stream().anyMatch(pattern -> matches(pattern, tool));
    }
  }

  public ScopeRules {
    usual = List.copyOf(usual);
    byTool = List.copyOf(byTool);
  }

  /** All scopes that there are, for clients that ask what they could ask for. */
  public Set<String> all() {
    TreeSet<String> all = new TreeSet<>(usual);
    byTool.forEach(rule -> all.add(rule.scope()));
    return all;
  }

  /**
   * What a call of this tool needs, if the client lacks some of it; else nothing.
   *
   * @param granted to the client
   */
  public Set<String> lacking(String tool, Collection<String> granted) {
    Set<String> needed =
        byTool.stream()
            .filter(rule -> rule.isFor(tool))
            .map(ForTools::scope)
            .collect(Collectors.toCollection(TreeSet::new));
    return granted.containsAll(needed) ? Set.of() : needed;
  }

  private static boolean matches(String pattern, String tool) {
    String regex =
        List.of(pattern.split("\\*", -1)).stream()
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return tool.matches(regex);
  }
}
