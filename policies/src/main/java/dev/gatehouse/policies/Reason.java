package dev.gatehouse.policies;

/**
 * One thing that a rule said about a call.
 *
 * @param rule the rule's name, or {@code default}
 * @param verb {@code refuse}, {@code limit}, {@code approve}, {@code mask} or {@code permit}
 * @param because one line that holds nothing of the call itself
 */
public record Reason(String rule, String verb, String because) {}
