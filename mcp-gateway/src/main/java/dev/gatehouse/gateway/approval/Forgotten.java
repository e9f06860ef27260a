package dev.gatehouse.gateway.approval;

/**
 * What became of a person's approvals.
 *
 * @param scrubbed those that are over, of which nothing is left but that they were
 * @param open those that are not over, and stay as they are
 */
public record Forgotten(int scrubbed, int open) {}
