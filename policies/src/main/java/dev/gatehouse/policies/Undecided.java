package dev.gatehouse.policies;

/**
 * A rule of which nobody can say any more whether it is about a recorded call.
 *
 * @param why what is not known, in words that hold nothing of the call
 * @param onDecision whether the decision may depend on it
 * @param onMasks whether what is hidden may depend on it
 */
public record Undecided(String rule, String why, boolean onDecision, boolean onMasks) {}
