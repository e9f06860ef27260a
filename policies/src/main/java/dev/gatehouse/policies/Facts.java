package dev.gatehouse.policies;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a decision is made from.
 *
 * @param method the JSON-RPC method
 * @param upstream the upstream that would answer, where there is one
 * @param tool for {@code tools/call} the canonical name {@code upstream__tool}, whatever endpoint
 *     the client used
 * @param resource the URI of the resource that the call reads, subscribes to or completes, as its
 *     upstream knows it
 * @param prompt the canonical name {@code upstream__prompt} of the prompt that the call gets or
 *     completes
 * @param session the session that the call belongs to, if its protocol has sessions
 * @param at when the call came; for rules about times. The engine's clock where it is empty
 * @param arguments the call's arguments, an empty object if it has none; asked at most once a
 *     judgement, and only if a condition needs them
 */
public record Facts(
    Caller caller,
    String method,
    Optional<String> upstream,
    Optional<String> tool,
    Optional<String> resource,
    Optional<String> prompt,
    Optional<CallSession> session,
    Optional<Instant> at,
    Supplier<JsonObject> arguments) {

  /** A call outside any session, of now. */
  public Facts(
      Caller caller,
      String method,
      Optional<String> upstream,
      Optional<String> tool,
      Supplier<JsonObject> arguments) {
    this(
        caller,
        method,
        upstream,
        tool,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        arguments);
  }

  /** About the resource with this URI. */
  public Facts withResource(String uri) {
    return new Facts(
        caller, method, upstream, tool, Optional.of(uri), prompt, session, at, arguments);
  }

  /** About the prompt with this canonical name. */
  public Facts withPrompt(String name) {
    return new Facts(
        caller, method, upstream, tool, resource, Optional.of(name), session, at, arguments);
  }

  /** With these arguments. */
  public Facts withArguments(Supplier<JsonObject> others) {
    return new Facts(caller, method, upstream, tool, resource, prompt, session, at, others);
  }

  /** In this session. */
  public Facts in(CallSession its) {
    return new Facts(
        caller, method, upstream, tool, resource, prompt, Optional.of(its), at, arguments);
  }

  /** Of this instant. */
  public Facts at(Instant instant) {
    return new Facts(
        caller, method, upstream, tool, resource, prompt, session, Optional.of(instant), arguments);
  }

  /** The same, but that the arguments are asked for once, however many rules need them. */
  Facts askedOnce() {
    return new Facts(
        caller, method, upstream, tool, resource, prompt, session, at, new Once<>(arguments));
  }
}
