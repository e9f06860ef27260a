package dev.gatehouse.gateway.channels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person who may answer on channels. Immutable.
 *
 * @param name as the person's tokens say it
 * @param issuer of those tokens; missing in identity mode local
 * @param groups that count when this person decides
 * @param ids as whom each channel knows the person, by the names of channels
 */
public record ChannelPerson(
    String name, Optional<String> issuer, List<String> groups, Map<String, String> ids) {
  public ChannelPerson {
    groups = List.copyOf(groups);
    ids = Map.copyOf(ids);
  }
}
