package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.credentials.GrantState;
import dev.gatehouse.gateway.credentials.PersonGrants;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.SQLException;
import java.util.List;

/** Carries out orders about what people let the gateway do at upstreams. Thread-safe. */
public record GrantOrders(EntryLog log, PersonGrants grants) {

  /** How it stands with every grant; that somebody looks is recorded. */
  Answer list(String by) throws RecordingException {
    JsonObject context =
        Json.createObjectBuilder()
            .add("by", by)
            .add("what", Json.createObjectBuilder().add("grants", "list"))
            .build();
    log.append(
        Entry.builder(EntryKind.READ)
            .method("grants")
            .part(PartName.CTX, Bytes.utf8(context.toString()))
            .build());
    try {
      return told(grants.all());
    } catch (SQLException e) {
      return unreadable(e);
    }
  }

  /** Takes grants back. */
  Answer revoke(Order.RevokeGrants order, String by) throws RecordingException {
    try {
      return told(grants.revoke(order.person(), order.upstream(), by, order.reason()));
    } catch (SQLException e) {
      return unreadable(e);
    }
  }

  /** Takes back all of a person's. */
  Answer erased(String person, String by) throws RecordingException {
    return person.isEmpty()
        ? new Answer(true, "")
        : revoke(new Order.RevokeGrants(person, "", "erased"), by);
  }

  private static Answer unreadable(SQLException e) {
    return new Answer(false, "the grants cannot be read: " + PersonGrants.told(e));
  }

  private static Answer told(List<GrantState> states) {
    return new Answer(
        true, states.size() + " grants", states.stream().map(GrantOrders::row).toList());
  }

  private static JsonObject row(GrantState state) {
    JsonObjectBuilder row =
        Json.createObjectBuilder()
            .add("person", state.person())
            .add("upstream", state.upstream())
            .add("issuer", state.issuer())
            .add("scopes", Json.createArrayBuilder(state.scopes()))
            .add("connected", state.connected().toString())
            .add("refreshed", state.refreshed().toString())
            .add("renews", state.renews());
    state.expires().ifPresent(end -> row.add("expires", end.toString()));
    return row.build();
  }
}
