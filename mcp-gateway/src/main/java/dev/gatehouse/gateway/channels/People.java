package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.approval.Person;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who somebody on a channel is: whom the configuration names, and nobody else. Immutable. */
final class People {
  private record Id(String channel, String user) {}

  private final Map<Id, Person> people = new HashMap<>();

  People(List<ChannelPerson> listed) {
    for (ChannelPerson each : listed) {
      Person person =
          new Person(each.name(), each.issuer(), new LinkedHashSet<>(each.groups()), false);
      each.ids().forEach((channel, user) -> people.put(new Id(channel, user), person));
    }
  }

  Optional<Person> find(String channel, String user) {
    return Optional.ofNullable(people.get(new Id(channel, user)));
  }
}
