package dev.gatehouse.gateway.identity;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a workload is: a pipeline, a pod, a service, whose tokens name no person.
 *
 * @param when of which tokens this speaks
 * @param name of the principal; {@code {repository}} stands for the claim of that name
 * @param groups that it is in
 */
public record WorkloadRule(ClaimTest when, String name, List<String> groups) {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

  public WorkloadRule {
    groups = List.copyOf(groups);
  }

  /** The principal's name; nothing where a claim in it is missing. */
  Optional<String> name(JsonObject claims) {
    StringBuilder text = new StringBuilder();
    Matcher place = PLACE.matcher(name);
    while (place.find()) {
      Optional<String> value = new ClaimPath(place.group(1)).text(claims);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      place.appendReplacement(text, Matcher.quoteReplacement(value.get()));
    }
    return Optional.of(place.appendTail(text).toString());
  }
}
