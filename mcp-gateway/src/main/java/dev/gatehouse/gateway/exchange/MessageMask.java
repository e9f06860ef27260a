package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.schema.OutputSchema;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masking;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.Pseudonyms;
import dev.gatehouse.policies.mask.Shape;
import java.util.Map;
import java.util.Optional;

/**
 * Applies a mask of the policies to messages: shows it every scalar and every name of a member, and
 * puts what it answers into the text.
 *
 * <p>What {@linkplain ProtocolMembers the protocol needs} goes on as it is, and is stored masked
 * all the same. Errors: what cannot be masked throws, and must neither pass nor be stored.
 *
 * @param pseudonyms for what is replaced by a name of its own
 * @param schema of structured results, where it is known
 */
record MessageMask(Pseudonyms pseudonyms, Optional<OutputSchema> schema) {
  /** Stands for a message that could not be masked. */
  static final String WITHHELD = "\"[masked:unreadable]\"";

  /** Of messages of whose structured results nothing is known. */
  static MessageMask by(Pseudonyms pseudonyms) {
    return new MessageMask(pseudonyms, Optional.empty());
  }

  /** Of results that have to fit what their tool said of them. */
  MessageMask expecting(OutputSchema expected) {
    return new MessageMask(pseudonyms, Optional.of(expected));
  }

  /**
   * A masked message.
   *
   * @param sent what may be sent on
   * @param stored what may be stored: as sent, and with what the protocol needs masked too
   * @param original as it was received, where this hid something and policy wants it sealed
   * @param counts how much was hidden, by detector or path
   */
  record Masked(
      Rewrite sent, Rewrite stored, Optional<String> original, Map<String, Integer> counts) {

    static Masked unchanged(Rewrite text) {
      return new Masked(text, text, Optional.empty(), Map.of());
    }

    /** What is recorded of it. */
    Stored kept() {
      return new Stored(stored.text(), original);
    }
  }

  /** A request or a notification, masked. */
  Masked call(MaskPlan plan, Message message) throws MaskingException {
    return plan.isEmpty()
        ? Masked.unchanged(Rewrite.of(message.json()))
        : masked(plan, MessageLeaves.ofCall(message), message.json());
  }

  /** A response, whose id is left alone, masked. */
  Masked response(MaskPlan plan, Message.Response response) throws MaskingException {
    return plan.isEmpty()
        ? Masked.unchanged(Rewrite.of(response.json()))
        : masked(plan, MessageLeaves.ofResponse(response), response.json());
  }

  /** What may be stored of a request or a notification; where it cannot be masked, nothing. */
  String storedCall(MaskPlan plan, Message message) {
    try {
      return call(plan, message).stored().text();
    } catch (MaskingException _) {
      return WITHHELD;
    }
  }

  /** What may be stored of a response; where it cannot be masked, nothing but the envelope. */
  Rewrite storedResponse(MaskPlan plan, Message.Response response) {
    try {
      return response(plan, response).stored();
    } catch (MaskingException _) {
      Rewrite text = Rewrite.of(response.json());
      return text.replace(response.json().root(), WITHHELD);
    }
  }

  /** What is expected of a message with these leaves. */
  Shape shape(MessageLeaves leaves) {
    return new MessageShape(leaves, schema);
  }

  private Masked masked(MaskPlan plan, MessageLeaves leaves, JsonText received)
      throws MaskingException {
    return masked(plan, leaves, received, plan.apply(leaves.list(), pseudonyms, shape(leaves)));
  }

  /** A message with what was found in its leaves. */
  Masked masked(MaskPlan plan, MessageLeaves leaves, JsonText received, Masking masking) {
    Rewrite text = Rewrite.of(received);
    Rewrite sent = leaves.edited(text, masking.edits(), false);
    Rewrite stored = leaves.edited(text, masking.edits(), true);
    boolean isSealed = plan.seals() && stored.isChanged();
    Optional<String> original = isSealed ? Optional.of(received.text()) : Optional.empty();
    return new Masked(sent, stored, original, masking.counts());
  }
}
