package dev.gatehouse.policies.mask;

/**
 * What to put in place of one leaf.
 *
 * @param leaf the index of the leaf in the list that was given, from 0
 * @param replacement the whole new text of the leaf, to be written as a JSON string, whatever the
 *     leaf was before
 * @param label what was found, such as {@code payment-card}; where several, joined by {@code +}
 */
public record Edit(int leaf, String replacement, String label) {}
