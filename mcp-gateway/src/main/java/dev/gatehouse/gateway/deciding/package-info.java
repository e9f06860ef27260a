/**
 * Where people decide on held calls by browser, and programs of theirs by HTTP.
 *
 * <p>Beside the way of a call: the HTTP edge hands requests below {@code /approvals} to {@link
 * dev.gatehouse.gateway.deciding.ApprovalPages} and those below {@code /api/approvals} to {@link
 * dev.gatehouse.gateway.deciding.ApprovalsApi}. Both find out who asks, ask {@link
 * dev.gatehouse.gateway.deciding.Concerns} what that person may see and do, and let {@code
 * approval} decide and record; what people read is laid out from {@code approval.shown}.
 *
 * <p>Contract: opening an address decides nothing; a form counts only in the browser, for the
 * person and for the state of the call for which it was made; whoever has no part in a call learns
 * nothing of it, not even that it is there. What was asked for is in no log line and no address.
 */
@NullMarked
package dev.gatehouse.gateway.deciding;

import org.jspecify.annotations.NullMarked;
