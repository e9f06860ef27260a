/**
 * What people read of an approval, and what of it goes into sentences for models.
 *
 * <p>Between the store of approvals and every place where somebody decides: the command line, the
 * pages, Slack, Teams and e-mail. Each of them lays out the same {@link
 * dev.gatehouse.gateway.approval.shown.ApprovalText}. Calls {@code approval} for what is shown and
 * {@code pinning} for the characters that people do not see.
 *
 * <p>Contract: nothing that a model, a caller, an upstream or a decider wrote can change, hide or
 * forge anything around it. It reaches a rendering only as {@link
 * dev.gatehouse.gateway.approval.shown.ShownText}, in which every character is seen; each rendering
 * escapes what its reader would take for markup. Nothing is left out without saying how much.
 */
@NullMarked
package dev.gatehouse.gateway.approval.shown;

import org.jspecify.annotations.NullMarked;
