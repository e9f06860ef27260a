package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.Problem;
import java.util.Collection;
import java.util.Optional;

/**
 * A place in a policy that names an upstream.
 *
 * @param place without a message
 * @param text what stands there
 * @param prefix what the names of the tools that are meant begin with; for an upstream by name, the
 *     name and {@code __}
 */
record UpstreamMention(Problem place, String text, String prefix) {
  /** Whether tools of one of these upstreams can be meant. */
  boolean fits(Collection<String> upstreams) {
    return upstreams.stream()
        .map(upstream -> upstream + ToolName.SEPARATOR)
        .anyMatch(start -> start.startsWith(prefix) || prefix.startsWith(start));
  }

  /** The upstream's name, if the whole of it is named. */
  Optional<String> upstream() {
    int end = prefix.indexOf(ToolName.SEPARATOR);
    return end > 0 ? Optional.of(prefix.substring(0, end)) : Optional.empty();
  }

  Problem warning(Collection<String> upstreams) {
    String message =
        Problem.quote(text)
            + " fits no upstream; the configuration has "
            + (upstreams.isEmpty() ? "none" : String.join(", ", upstreams));
    return place.withMessage(message);
  }
}
