package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.channels.ChannelPerson;
import dev.gatehouse.gateway.channels.ChannelSettings;
import dev.gatehouse.gateway.identity.IssuerSettings;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the key approvals. Confined to one thread. */
final class ApprovalsReader {
  private static final Duration HOLD_MIN = Duration.ofSeconds(1);
  private static final Duration HOLD_MAX = Duration.ofHours(1);
  private static final Duration KEEP_MIN = Duration.ofMinutes(1);
  private static final Duration KEEP_MAX = Duration.ofHours(24);

  /** Each has a queue and a thread of its own. */
  private static final int CHANNELS_MAX = 32;

  private final Problems warnings;
  private final Function<Scalar, Optional<String>> secrets;

  ApprovalsReader(Problems warnings, Function<Scalar, Optional<String>> secrets) {
    this.warnings = warnings;
    this.secrets = secrets;
  }

  ApprovalSettings read(
      MappingReader root, IdentitySettings identity, Optional<SigninConfiguration> signin) {
    Optional<MappingReader> found = root.mapping("approvals");
    if (found.isEmpty()) {
      return ApprovalSettings.STANDARD;
    }
    MappingReader reader = found.get();
    ApprovalSettings usual = ApprovalSettings.STANDARD;
    Duration hold = reader.duration("hold", HOLD_MIN, HOLD_MAX).orElse(usual.hold());
    Duration keep = reader.duration("keep", KEEP_MIN, KEEP_MAX).orElse(usual.keep());
    List<String> applications =
        reader.has("applications") ? reader.strings("applications") : List.of();
    Optional<MappingReader> named = reader.mapping("channels");
    List<ChannelSettings> channels = named.map(this::channels).orElse(List.of());
    Map<String, Boolean> deciding = new HashMap<>();
    // Of one that was wrong in itself, nothing more is said.
    named.ifPresent(it -> it.keys().forEach(name -> deciding.put(name, true)));
    channels.forEach(each -> deciding.put(each.name(), each.decides()));
    List<ChannelPerson> people = people(reader, deciding, issuers(identity, signin));
    reader.end();
    channels.stream()
        .filter(ChannelSettings::decides)
        .map(ChannelSettings::name)
        .filter(name -> people.stream().noneMatch(it -> it.ids().containsKey(name)))
        .forEach(name -> warn(reader, name));
    return new ApprovalSettings(hold, keep, applications, channels, people);
  }

  private void warn(MappingReader reader, String channel) {
    warnings.add(
        reader.file(),
        reader.line(),
        reader.column(),
        "answers on the channel "
            + Problem.quote(channel)
            + " are signed, but nobody of `people` has an id there: nobody can answer on it");
  }

  private List<ChannelSettings> channels(MappingReader reader) {
    List<ChannelSettings> channels = new ArrayList<>();
    ChannelReader each = new ChannelReader(secrets);
    for (String name : reader.keys()) {
      if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
        reader.problemAtKey(
            name,
            "a channel's name should be 1 to 63 lower case letters, digits and `-`, found "
                + Problem.quote(name));
      }
      reader.mapping(name).flatMap(it -> each.read(name, it)).ifPresent(channels::add);
    }
    if (channels.size() > CHANNELS_MAX) {
      reader.problem("expected at most " + CHANNELS_MAX + " channels, found " + channels.size());
    }
    return channels;
  }

  /** Whose tokens name people; none where the operating system does. */
  private static Set<String> issuers(
      IdentitySettings identity, Optional<SigninConfiguration> signin) {
    Set<String> issuers = new LinkedHashSet<>();
    switch (identity) {
      case IdentitySettings.Local() -> {}
      case IdentitySettings.Tokens tokens ->
          tokens.issuers().stream().map(IssuerSettings::issuer).forEach(issuers::add);
    }
    signin.ifPresent(it -> issuers.add(it.settings().issuer()));
    return issuers;
  }

  private static List<ChannelPerson> people(
      MappingReader approvals, Map<String, Boolean> deciding, Set<String> issuers) {
    List<ChannelPerson> people = new ArrayList<>();
    Set<List<String>> known = new HashSet<>();
    for (MappingReader reader : approvals.mappings("people")) {
      Optional<String> name = reader.string("name");
      Optional<String> issuer = issuer(reader, issuers);
      List<String> groups = reader.strings("groups");
      reader.require("groups", "ids");
      Map<String, String> ids =
          reader.mapping("ids").map(it -> ids(it, deciding, known)).orElse(Map.of());
      reader.end();
      if (name.isPresent() && !known.add(List.of(name.get(), issuer.orElse("")))) {
        reader.problem("name", "the person " + Problem.quote(name.get()) + " is listed already");
      }
      name.ifPresent(it -> people.add(new ChannelPerson(it, issuer, groups, ids)));
    }
    return people;
  }

  /** Told, so that nobody decides on a channel what the same person asked for with a token. */
  private static Optional<String> issuer(MappingReader reader, Set<String> issuers) {
    if (issuers.isEmpty()) {
      if (reader.has("issuer")) {
        reader.problemAtKey("issuer", "`issuer` belongs to identity mode oidc");
      }
      return Optional.empty();
    }
    Optional<String> issuer = reader.string("issuer");
    if (issuer.isPresent() && !issuers.contains(issuer.get())) {
      reader.problem(
          "issuer",
          "expected an issuer of people's tokens, `"
              + String.join("`, `", issuers)
              + "`, found "
              + Problem.quote(issuer.get()));
    }
    return issuer;
  }

  private static Map<String, String> ids(
      MappingReader reader, Map<String, Boolean> deciding, Set<List<String>> known) {
    Map<String, String> ids = new HashMap<>();
    for (String channel : reader.keys()) {
      Optional<String> id = reader.string(channel);
      Optional<Boolean> decides = Optional.ofNullable(deciding.get(channel));
      if (decides.isEmpty()) {
        reader.problemAtKey(channel, "there is no channel " + Problem.quote(channel));
      } else if (!decides.get()) {
        reader.problemAtKey(
            channel,
            "nobody can answer on the channel "
                + Problem.quote(channel)
                + "; expected one with a secret that signs answers");
      }
      if (id.isPresent() && !known.add(List.of("", channel, id.get()))) {
        reader.problem(channel, "this id belongs to another person already");
      }
      id.ifPresent(text -> ids.put(channel, text));
    }
    return ids;
  }
}
