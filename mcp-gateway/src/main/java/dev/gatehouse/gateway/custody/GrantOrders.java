package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.credentials.GrantList;
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

  /** Takes back all of a person's that can be read; the answer says what cannot, and else "". */
  Answer erased(String person, String by) throws RecordingException {
    if (person.isEmpty()) {
      return new Answer(true, "");
    }
    try {
      return new Answer(true, unread(grants.revoke(person, "", by, "erased")));
    } catch (SQLException e) {
      return unreadable(e);
    }
  }

  private static String unread(GrantList list) {
    return list.unreadable() == 0
        ? ""
        : "; %d grants cannot be read, by nobody: `gatehouse grants revoke --all` removes them"
            .formatted(list.unreadable());
  }

  private static Answer unreadable(SQLException e) {
    return new Answer(false, "the grants cannot be read: " + PersonGrants.told(e));
  }

  private static Answer told(GrantList list) {
    return new Answer(
        true,
        list.states().size() + " grants" + unread(list),
        list.states().stream().map(GrantOrders::row).toList());
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
