package dev.gatehouse.gateway.signin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The refresh tokens that follow one another from one sign-in, of which the last is good.
 *
 * @param good digests of what may be used next: one, or two where the one before came twice
 * @param before the digest of the one that was used last, where it may come once more
 * @param turned when it was used
 * @param renewal by which the provider is asked again
 */
record Family(
    Granted granted,
    List<String> good,
    Optional<String> before,
    Instant turned,
    Optional<String> renewal) {
  /** Long enough to ask again after a lost answer. */
  static final Duration FORGIVEN = Duration.ofSeconds(10);

  Family {
    good = List.copyOf(good);
  }

  static Family begun(Granted granted, String digest, Optional<String> renewal) {
    return new Family(granted, List.of(digest), Optional.empty(), Instant.EPOCH, renewal);
  }

  /** The same, by what the provider says of its person now. */
  Family saidAgain(Granted now, String newRenewal) {
    return new Family(now, good, before, turned, Optional.of(newRenewal));
  }

  /** Whether this one, which is not good any more, may come once more. */
  boolean isForgiven(String digest, Instant now) {
    return before.filter(digest::equals).isPresent()
        && !now.isBefore(turned)
        && now.isBefore(turned.plus(FORGIVEN));
  }

  /** After one that is good, or forgiven, was used for another. */
  Family next(String used, String digest, Instant now) {
    return good.contains(used)
        ? new Family(granted, List.of(digest), Optional.of(used), now, renewal)
        : new Family(granted, List.of(good.getFirst(), digest), Optional.empty(), turned, renewal);
  }

  String json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("client", granted.client())
            .add("subject", granted.person().subject())
            .add("name", granted.person().name())
            .add("groups", Json.createArrayBuilder(granted.person().groups()))
            .add("resource", granted.resource())
            .add("scopes", Json.createArrayBuilder(granted.scopes()))
            .add("good", Json.createArrayBuilder(good))
            .add("turned", turned.toEpochMilli());
    before.ifPresent(text -> json.add("before", text));
    renewal.ifPresent(text -> json.add("renewal", text));
    return json.build().toString();
  }

  static Family of(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      JsonObject json = reader.readObject();
      return new Family(
          new Granted(
              json.getString("client"),
              new Person(
                  json.getString("subject"),
                  json.getString("name"),
                  texts(json, "groups"),
                  Optional.empty()),
              json.getString("resource"),
              Set.copyOf(texts(json, "scopes"))),
          texts(json, "good"),
          text(json, "before"),
          Instant.ofEpochMilli(json.getJsonNumber("turned").longValue()),
          text(json, "renewal"));
    }
  }

  private static Optional<String> text(JsonObject json, String name) {
    return json.containsKey(name) ? Optional.of(json.getString(name)) : Optional.empty();
  }

  private static List<String> texts(JsonObject json, String name) {
    return json.getJsonArray(name).getValuesAs(JsonString::getString);
  }

  /** Whose it is. */
  @Override
  public String toString() {
    return "Family[" + granted + "]";
  }
}
