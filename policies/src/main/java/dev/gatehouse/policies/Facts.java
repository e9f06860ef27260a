package dev.gatehouse.policies;

import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a decision is made from.
 *
 * @param method the JSON-RPC method
 * @param upstream the upstream that would answer, where there is one
 * @param tool for {@code tools/call} the canonical name {@code upstream__tool}, whatever endpoint
 *     the client used
 * @param arguments the call's arguments, an empty object if it has none; asked at most once a
 *     judgement, and only if a condition needs them
 */
public record Facts(
    Caller caller,
    String method,
    Optional<String> upstream,
    Optional<String> tool,
    Supplier<JsonObject> arguments) {}
