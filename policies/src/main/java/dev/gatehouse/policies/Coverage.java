package dev.gatehouse.policies;

import java.util.List;

/**
 * Whether one rule is about every call that another is about.
 *
 * <p>Says yes only where that is certain, from the texts of both.
 */
final class Coverage {
  private static final String TOOLS_CALL = "tools/call";

  private Coverage() {}

  /** Whether whatever the narrow one matches is matched by the wide one. */
  static boolean covers(Match wide, Match narrow) {
    return wide.parts().stream().allMatch(part -> isImplied(part, narrow));
  }

  /** Whether every call that is matched has this part too. */
  private static boolean isImplied(Part part, Match narrow) {
    return switch (part) {
      case Part.Names names -> isImplied(names, narrow);
      case Part.Groups(List<String> groups) ->
          narrow.parts().stream()
              .anyMatch(
                  other -> other instanceof Part.Groups(var some) && groups.containsAll(some));
      case Part.Claim(String name, List<Glob> globs) ->
          narrow.parts().stream()
              .anyMatch(
                  other ->
                      other instanceof Part.Claim(String its, var some)
                          && its.equals(name)
                          && areCovered(some, globs));
      case Part.Times times -> narrow.parts().contains(times);
    };
  }

  private static boolean isImplied(Part.Names names, Match narrow) {
    boolean takesAll = names.globs().stream().anyMatch(Glob::isAny);
    return switch (names.named()) {
      case TOOL, METHOD, PRINCIPAL ->
          takesAll || isNamed(names, narrow) || isToolsCall(names, narrow);
      case UPSTREAM -> isNamed(names, narrow) || isOfUpstreams(names, narrow);
      case RESOURCE, PROMPT, CLIENT -> isNamed(names, narrow);
    };
  }

  /** Whether a part of the same kind takes in no more. */
  private static boolean isNamed(Part.Names names, Match narrow) {
    return narrow.parts().stream()
        .anyMatch(
            part ->
                part instanceof Part.Names(Named named, var some)
                    && named == names.named()
                    && areCovered(some, names.globs()));
  }

  /**
   * Whether the narrow one is about calls of tools, which all have the method that is asked for.
   */
  private static boolean isToolsCall(Part.Names names, Match narrow) {
    return names.named() == Named.METHOD
        && names.globs().stream().anyMatch(glob -> glob.matches(TOOLS_CALL))
        && narrow.parts().stream().anyMatch(Coverage::isOfToolsOnly);
  }

  /** Whether the tools or prompts of the narrow one all belong to one of the upstreams. */
  private static boolean isOfUpstreams(Part.Names upstreams, Match narrow) {
    return narrow.parts().stream()
        .filter(part -> isOfToolsOnly(part) || isOf(part, Named.PROMPT))
        .map(Part.Names.class::cast)
        .anyMatch(names -> names.globs().stream().allMatch(glob -> isOfOne(glob, upstreams)));
  }

  private static boolean isOfOne(Glob glob, Part.Names upstreams) {
    return upstreams.globs().stream()
        .map(upstream -> upstream.pattern() + ToolName.SEPARATOR)
        .anyMatch(glob.literalPrefix()::startsWith);
  }

  static boolean isOfToolsOnly(Part part) {
    return isOf(part, Named.TOOL)
        && part instanceof Part.Names names
        && names.globs().stream().noneMatch(Glob::isAny);
  }

  private static boolean isOf(Part part, Named named) {
    return part instanceof Part.Names names && names.named() == named;
  }

  private static boolean areCovered(List<Glob> some, List<Glob> all) {
    return some.stream().allMatch(one -> all.stream().anyMatch(glob -> glob.covers(one)));
  }
}
