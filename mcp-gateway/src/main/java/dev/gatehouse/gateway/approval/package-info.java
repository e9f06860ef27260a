/**
 * Calls that wait for people: what was asked, who decided what, and that each grant is used as
 * often as it says and never again.
 *
 * <p>Step 6 of the way of a call. The exchange asks for the standing approval of a held call, waits
 * for its end and spends it; people decide through {@code custody}, the pages and the channels.
 * Calls {@code policies} for what rules demand, {@code database} and {@code cipher} for its rows.
 * Contract: every change is a compare-and-set of one row, durable before anybody hears of it; what
 * follows from an event is worked out by pure functions ({@code Transitions}); a call runs only
 * behind a spent grant; a run of which nobody knows how it ended is never repeated from here.
 */
@NullMarked
package dev.gatehouse.gateway.approval;

import org.jspecify.annotations.NullMarked;
