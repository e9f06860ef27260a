package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.Problem;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A place in a policy that names an upstream.
 *
 * @param place without a message
 * @param text what stands there
 * @param prefix what the names of the tools that are meant begin with; for an upstream by name, the
 *     name and {@code __}
 */
record UpstreamMention(Problem place, String text, String prefix) {
  /** Enough to see what is meant; an upstream may have hundreds. */
  private static final int TOOLS_SHOWN_MAX = 12;

  /** Whether tools of one of these upstreams can be meant. */
  boolean fits(Collection<String> upstreams) {
    return upstreams.stream()
        .map(upstream -> upstream + ToolName.SEPARATOR)
        .anyMatch(start -> start.startsWith(prefix) || prefix.startsWith(start));
  }

  /** Whether this names one tool of this upstream, and it is none of these. */
  boolean isUnknownTool(String upstream, Collection<String> tools) {
    String start = upstream + ToolName.SEPARATOR;
    return prefix.equals(text)
        && prefix.startsWith(start)
        && !tools.contains(prefix.substring(start.length()));
  }

  /** That the upstream has no such tool. */
  Problem unknownTool(String upstream, Collection<String> tools) {
    String some =
        tools.stream().sorted().limit(TOOLS_SHOWN_MAX).collect(Collectors.joining(", "))
            + (tools.size() > TOOLS_SHOWN_MAX ? " …" : "");
    String message =
        Problem.quote(text)
            + " is no tool of upstream `"
            + upstream
            + "`, which has "
            + (tools.isEmpty() ? "none" : some);
    return place.withMessage(message);
  }

  Problem warning(Collection<String> upstreams) {
    String message =
        Problem.quote(text)
            + " fits no upstream; the configuration has "
            + (upstreams.isEmpty() ? "none" : String.join(", ", upstreams));
    return place.withMessage(message);
  }
}
