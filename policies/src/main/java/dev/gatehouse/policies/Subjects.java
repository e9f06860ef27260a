package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Subject;
import dev.gatehouse.policies.yaml.NamedLists;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What conditions see of calls. */
final class Subjects {
  private Subjects() {}

  /** What conditions see of this call. */
  static Subject of(Facts facts, Instant now, NamedLists lists) {
    Caller caller = facts.caller();
    Map<String, Object> known = HashMap.newHashMap(16);
    known.put("principal", caller.principal());
    known.put("groups", caller.groups());
    known.put("tool", facts.tool().orElse(""));
    known.put("upstream", facts.upstream().orElse(""));
    known.put("client", caller.client().orElse(""));
    known.put("sets", lists.members());
    known.put("method", facts.method());
    known.put("session.id", facts.session().map(CallSession::id).orElse(""));
    known.put("session.started", facts.session().map(CallSession::started).orElse(now));
    known.put("session.protocol", facts.session().map(CallSession::protocol).orElse(""));
    return new Subject(known).with("args", facts.arguments()).with("claims", caller::claims);
  }

  /** What conditions see of this call and its reply. */
  static Subject ofResult(
      Facts facts,
      Instant now,
      NamedLists lists,
      Supplier<? extends JsonValue> result,
      boolean isError) {
    Subject subject = of(facts, now, lists).with("result", result);
    return subject.with("isError", () -> isError ? JsonValue.TRUE : JsonValue.FALSE);
  }
}
