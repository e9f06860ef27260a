/**
 * The only way from a decision to an effect leads through the record.
 *
 * <p>Steps 7 and 10 of the way of a call. A {@link dev.gatehouse.gateway.audit.Recorded.Call} is
 * all that the upstream side accepts, a {@link dev.gatehouse.gateway.audit.Recorded.Reply} or
 * {@link dev.gatehouse.gateway.audit.Recorded.Notification} all that a client's side accepts, and
 * only the {@link dev.gatehouse.gateway.audit.Recorder} can make one, after a durable append: their
 * constructors are not visible outside this room. So nothing goes upstream or back unrecorded; that
 * would not compile.
 *
 * <p>Called by the exchange; calls the recordings module, and {@code seal} for the originals that
 * policy wants kept.
 */
@NullMarked
package dev.gatehouse.gateway.audit;

import org.jspecify.annotations.NullMarked;
