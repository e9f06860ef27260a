package dev.gatehouse.gateway.approval;

/**
 * The approval that a call depends on.
 *
 * @param isNew whether this call made it
 * @param because why an earlier one of this caller and tool does not do, as in {@code arguments,
 *     policy changed since the last request}; empty where there is none, or where the call attached
 */
public record Standing(Approval approval, boolean isNew, String because) {}
