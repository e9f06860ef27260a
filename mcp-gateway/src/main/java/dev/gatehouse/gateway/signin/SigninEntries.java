package dev.gatehouse.gateway.signin;

import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/**
 * Writes into the log who signed in and what was given to whom.
 *
 * <p>Guarantee: on return the entry is durable; nothing in it lets anybody in. Thread-safe.
 */
record SigninEntries(EntryLog log) {

  /** A person came back from the provider, for a client. */
  void signedIn(Granted granted) throws RecordingException {
    append("signin.person", granted, Json.createObjectBuilder());
  }

  /** A client is given a token, of this id. */
  void token(Granted granted, Grant grant, String id) throws RecordingException {
    append(
        "signin.token",
        granted,
        Json.createObjectBuilder().add("grant", grant.word()).add("tokenId", id));
  }

  /** Refreshing is over. */
  void ended(Granted granted, String reason) throws RecordingException {
    append("signin.ended", granted, Json.createObjectBuilder().add("reason", reason));
  }

  /** A client registered. */
  void registered(Client client) throws RecordingException {
    log.append(
        Entry.builder(EntryKind.ADMIN)
            .method("signin.client")
            .part(
                PartName.CTX,
                Bytes.utf8(
                    Json.createObjectBuilder()
                        .add("client", client.id())
                        .add("name", client.name())
                        .add("redirects", Json.createArrayBuilder(client.redirects()))
                        .build()
                        .toString()))
            .build());
  }

  private void append(String method, Granted granted, JsonObjectBuilder context)
      throws RecordingException {
    context
        .add("principal", granted.person().name())
        .add("subject", granted.person().subject())
        .add("groups", Json.createArrayBuilder(granted.person().groups()))
        .add("client", granted.client())
        .add("resource", granted.resource())
        .add("scope", granted.scope());
    log.append(
        Entry.builder(EntryKind.ADMIN)
            .method(method)
            .subject(granted.person().name())
            .part(PartName.CTX, Bytes.utf8(context.build().toString()))
            .build());
  }
}
