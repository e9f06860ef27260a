package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.approval.ApprovalRow.Found;
import dev.gatehouse.gateway.approval.ApprovalRow.Say;
import dev.gatehouse.gateway.cipher.ValueCipher;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.recordings.Bytes;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;

/**
 * Makes rows of approvals and approvals of rows. Each text is encrypted and bound to its row, its
 * column, and what changes to its version: none opens in another's place. Thread-safe.
 */
final class RowSeal {
  private final ValueCipher cipher;
  private final KeyedDigest digests;

  RowSeal(SecretKey key) {
    this.cipher = new ValueCipher(key);
    this.digests = new KeyedDigest(key);
  }

  KeyedDigest digests() {
    return digests;
  }

  /** The row of an approval in this version. */
  ApprovalRow row(Approval approval, long version) throws SQLException {
    Binding binding = approval.request().binding();
    Requester requester = approval.request().requester();
    String bound = digests.of("bound", binding.key());
    List<Run> running = approval.runs().stream().filter(Run::isRunning).toList();
    boolean isLive = approval.isOpen() || !running.isEmpty();
    return new ApprovalRow(
        approval.id(),
        version,
        bound,
        isLive ? Optional.of(bound) : Optional.empty(),
        digests.of("owner", requester.owner()),
        digests.of("person", requester.name()),
        digests.of(tool(binding)),
        approval.state(),
        approval.due(),
        approval.isOpen() ? Optional.empty() : Optional.of(approval.steps().getLast().at()),
        seal("request " + approval.id(), ApprovalJson.request(approval.request())),
        seal("course " + approval.id() + ' ' + version, ApprovalJson.course(approval)),
        running);
  }

  static Listing.Tool tool(Binding binding) {
    return new Listing.Tool(binding.upstream(), binding.method(), binding.name());
  }

  /** Who has a say in it, from when on. */
  Set<Say> says(Approval approval) {
    Set<Say> says = new LinkedHashSet<>();
    for (Demand demand : approval.request().demands()) {
      add(says, demand.deciders(false), approval.asked());
      add(says, Set.copyOf(demand.breakGlass()), approval.asked());
      demand
          .escalates(approval.asked())
          .ifPresent(since -> add(says, demand.deciders(true), since));
    }
    return says;
  }

  private void add(Set<Say> says, Set<String> groups, Instant since) {
    groups.forEach(group -> says.add(new Say(group(group), since)));
  }

  String group(String name) {
    return digests.of("group", name);
  }

  Approval approval(Found row) throws SQLException {
    try {
      Request request = ApprovalJson.request(open("request " + row.id(), row.request()));
      String course = open("course " + row.id() + ' ' + row.version(), row.course());
      return ApprovalJson.approval(row.id(), request, course, row.version());
    } catch (RuntimeException _) {
      throw new DatabaseException("approval " + row.id() + " is not in a form known here");
    }
  }

  Bytes reply(String id, String reply) throws SQLException {
    return seal("reply " + id, reply);
  }

  String reply(String id, Bytes sealed) throws SQLException {
    return open("reply " + id, sealed);
  }

  private Bytes seal(String place, String text) throws SQLException {
    try {
      return cipher.seal(place, text);
    } catch (GeneralSecurityException _) {
      throw new DatabaseException("cannot encrypt an approval");
    }
  }

  private String open(String place, Bytes sealed) throws SQLException {
    try {
      return cipher.open(place, sealed);
    } catch (GeneralSecurityException _) {
      throw new DatabaseException("an approval is not by the key of this log");
    }
  }
}
