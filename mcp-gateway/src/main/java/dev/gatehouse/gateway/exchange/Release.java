package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.policies.Reason;
import java.util.List;
import java.util.Map;

/** Step 9: what becomes of an upstream's reply. */
sealed interface Release {

  /** What may be recorded and then sent to the client. */
  ReplyDraft draft();

  /** How many places were masked, by detector or path. */
  Map<String, Integer> masked();

  /** What rules said of the reply. */
  List<Reason> reasons();

  /** It goes to the client: masked, in the client's era, and otherwise as it came. */
  record Passed(ReplyDraft draft, Map<String, Integer> masked, List<Reason> reasons)
      implements Release {
    public Passed {
      masked = Map.copyOf(masked);
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The client gets an answer of ours in its place.
   *
   * @param draft that answer
   * @param heard the upstream's reply as it is stored: masked, and sealed where policy says so;
   *     nothing of it where it cannot be masked
   * @param reasons the one that withholds it first
   */
  record Withheld(ReplyDraft draft, Stored heard, Map<String, Integer> masked, List<Reason> reasons)
      implements Release {
    public Withheld {
      masked = Map.copyOf(masked);
      reasons = List.copyOf(reasons);
    }
  }
}
