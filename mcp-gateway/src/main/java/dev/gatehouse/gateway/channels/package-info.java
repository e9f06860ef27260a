/**
 * How people hear of calls that wait for them, and answer where they heard it: Slack, Microsoft
 * Teams, mail and signed webhooks.
 *
 * <p>Behind {@code approval}: told of every step that an approval takes, and calling back with what
 * somebody decided. Called by the root package; calls the guarded dialler. Contract: what was
 * announced is kept until it was delivered or given up, at least once, and no channel stands in
 * another's way; what comes in decides only where it is signed, fresh, new, by a person whom the
 * configuration names, and about what that person was shown.
 */
@NullMarked
package dev.gatehouse.gateway.channels;

import org.jspecify.annotations.NullMarked;
