package dev.gatehouse.gateway.signin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The refresh tokens that follow one another from one sign-in, of which the last is good.
 *
 * @param digest of the good one
 * @param renewal by which the provider is asked again
 */
record Family(Granted granted, String digest, Optional<String> renewal) {

  String json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("client", granted.client())
            .add("subject", granted.person().subject())
            .add("name", granted.person().name())
            .add("groups", Json.createArrayBuilder(granted.person().groups()))
            .add("resource", granted.resource())
            .add("scopes", Json.createArrayBuilder(granted.scopes()))
            .add("digest", digest);
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
          json.getString("digest"),
          json.containsKey("renewal") ? Optional.of(json.getString("renewal")) : Optional.empty());
    }
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
