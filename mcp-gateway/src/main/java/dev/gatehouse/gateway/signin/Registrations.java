package dev.gatehouse.gateway.signin;

import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Clients that register by themselves. One that nobody signs in with is forgotten, at the latest
 * after {@link #UNUSED}, and stands in nobody's way.
 *
 * <p>Source: RFC 7591. Thread-safe.
 */
final class Registrations {
  /** That somebody signed in with. Each costs a row; a company has fewer programs. */
  private static final int USED_MAX = 10_000;

  /** That nobody has signed in with yet: the oldest makes way, because anybody may register. */
  private static final int UNUSED_MAX = 2000;

  private static final Duration UNUSED = Duration.ofDays(1);
  private static final Duration USED = Duration.ofDays(90);

  private final SigninSettings settings;
  private final KeptTable table;
  private final SigninEntries entries;
  private final InstantSource clock;
  private final PeerLimit limit = new PeerLimit(60, Duration.ofHours(1));

  Registrations(
      SigninSettings settings, KeptTable table, SigninEntries entries, InstantSource clock) {
    this.settings = settings;
    this.table = table;
    this.entries = entries;
    this.clock = clock;
  }

  /** The registered client of this id. */
  Optional<Client> find(String id) throws SQLException {
    return table
        .find(KeptTable.Kind.CLIENT, id)
        .filter(row -> row.until().isAfter(clock.instant()))
        .map(row -> client(id, row.text()));
  }

  /** Keeps it for longer, because somebody let it in. */
  void used(Client client) throws SQLException {
    Instant now = clock.instant();
    Optional<KeptTable.Row> row =
        client.origin() == Client.Origin.REGISTERED
            ? table.find(KeptTable.Kind.CLIENT, client.id())
            : Optional.empty();
    if (row.isPresent() && row.get().until().isBefore(now.plus(USED.dividedBy(2)))) {
      // Where another is faster, it is kept by the other.
      boolean _ = table.replace(KeptTable.Kind.CLIENT, row.get(), row.get().text(), now.plus(USED));
    }
  }

  Answer register(Asked asked) throws RefusedException, SQLException, RecordingException {
    if (!settings.takesRegistrations()) {
      throw new RefusedException(
          "access_denied", "registration-off", "clients do not register here");
    }
    Instant now = clock.instant();
    if (!limit.admits(asked.peer())
        || table.count(KeptTable.Kind.CLIENT, now.plus(UNUSED)) >= USED_MAX) {
      throw RefusedException.later("registration-limit", "too many clients, come back later");
    }
    if (!asked.isOf("application/json")) {
      throw ClientMetadata.invalid("expected application/json");
    }
    JsonObject metadata = metadata(asked.body());
    String method = ClientMetadata.method(metadata, "client_secret_basic");
    String secret = Handles.fresh();
    Client client =
        new Client(
            "r-" + Handles.fresh(),
            ClientMetadata.name(metadata, "A program without a name"),
            ClientMetadata.redirects(metadata),
            proof(method, secret),
            ClientMetadata.grants(metadata),
            List.of(),
            Client.Origin.REGISTERED);
    entries.registered(client);
    table.keepOf(KeptTable.Kind.CLIENT, now.plus(UNUSED), UNUSED_MAX - 1);
    table.add(KeptTable.Kind.CLIENT, client.id(), json(client), now.plus(UNUSED), now);
    return Answer.json(201, answer(client, method, secret, now));
  }

  private static JsonObject metadata(String body) throws RefusedException {
    try {
      return JsonDocuments.object(body);
    } catch (JsonException _) {
      throw ClientMetadata.invalid("expected a JSON object");
    }
  }

  private static Client.Proof proof(String method, String secret) throws RefusedException {
    return switch (method) {
      case "none" -> new Client.Proof.None();
      case "client_secret_basic", "client_secret_post" ->
          new Client.Proof.Secret(Handles.digest(secret));
      default -> throw ClientMetadata.invalid("expected another token_endpoint_auth_method");
    };
  }

  private static JsonObject answer(Client client, String method, String secret, Instant now) {
    JsonObjectBuilder answer =
        Json.createObjectBuilder()
            .add("client_id", client.id())
            .add("client_id_issued_at", now.getEpochSecond())
            .add("client_name", client.name())
            .add("redirect_uris", Json.createArrayBuilder(client.redirects()))
            .add(
                "grant_types",
                Json.createArrayBuilder(client.grants().stream().map(Grant::word).toList()))
            .add("response_types", Json.createArrayBuilder().add("code"))
            .add("token_endpoint_auth_method", method);
    if (!client.isPublic()) {
      answer.add("client_secret", secret).add("client_secret_expires_at", 0);
    }
    return answer.build();
  }

  private static String json(Client client) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("name", client.name())
            .add("redirects", Json.createArrayBuilder(client.redirects()))
            .add(
                "grants",
                Json.createArrayBuilder(client.grants().stream().map(Grant::word).toList()));
    if (client.proof() instanceof Client.Proof.Secret(String digest)) {
      json.add("secret", digest);
    }
    return json.build().toString();
  }

  private static Client client(String id, String text) {
    JsonObject json = JsonDocuments.object(text);
    Set<Grant> grants = EnumSet.noneOf(Grant.class);
    for (JsonString word : json.getJsonArray("grants").getValuesAs(JsonString.class)) {
      Grant.of(word.getString()).ifPresent(grants::add);
    }
    return new Client(
        id,
        json.getString("name"),
        json.getJsonArray("redirects").getValuesAs(JsonString::getString),
        json.containsKey("secret")
            ? new Client.Proof.Secret(json.getString("secret"))
            : new Client.Proof.None(),
        grants,
        List.of(),
        Client.Origin.REGISTERED);
  }
}
