package dev.gatehouse.gateway.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.Listing;
import dev.gatehouse.gateway.approval.Narrowing;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.shown.ApprovalText;
import dev.gatehouse.gateway.approval.shown.TerminalText;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Held calls as whoever decides reads them on a terminal, and for programs. */
record ApprovalShowing(Approvals approvals, Instant now) {
  /** As wide as text is read well; a narrower terminal breaks lines itself. */
  private static final int COLUMNS = 96;

  /** Of earlier ones on the same tool. */
  private static final int EARLIER_MAX = 5;

  /** One as it stands. */
  JsonObject of(Approval approval) throws RecordingException {
    return shown(approval, approval.seen());
  }

  /**
   * One as it would be with other arguments. What it is named by is what they would be put in place
   * of: whoever proposes them has that before them.
   *
   * @param by who would change it
   */
  JsonObject changed(Approval approval, String arguments, Person by) throws RecordingException {
    Narrowing narrowing = new Narrowing(arguments, digest(arguments), by);
    Approval changed =
        new Approval(
            approval.id(),
            approval.request(),
            approval.attached(),
            approval.state(),
            approval.asked(),
            approval.decideBy(),
            approval.useBy(),
            List.of(),
            approval.justification(),
            Optional.of(narrowing),
            approval.uses(),
            approval.runs(),
            approval.glassBroken(),
            approval.escalated(),
            approval.why(),
            approval.by(),
            approval.steps(),
            approval.version());
    return shown(changed, approval.seen());
  }

  private JsonObject shown(Approval approval, String seen) throws RecordingException {
    Binding binding = approval.request().binding();
    Listing.Tool tool = new Listing.Tool(binding.upstream(), binding.method(), binding.name());
    List<Approval> earlier =
        approvals.list(Listing.of().onTool(tool).before(approval.id()).limitedTo(EARLIER_MAX));
    ApprovalText text = ApprovalText.of(approval, earlier, now);
    ApprovalText named =
        new ApprovalText(
            text.id(), seen, text.isOpen(), text.title(), text.warnings(), text.sections());
    return Json.createObjectBuilder(ApprovalRows.whole(approval))
        .add("seen", seen)
        .add("lines", Json.createArrayBuilder(TerminalText.of(named, COLUMNS).lines().toList()))
        .build();
  }

  private static String digest(String json) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(json.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
