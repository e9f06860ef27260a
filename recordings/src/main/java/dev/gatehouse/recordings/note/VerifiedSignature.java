package dev.gatehouse.recordings.note;

import java.time.Instant;
import java.util.Optional;

/**
 * A line of a note that its key did sign.
 *
 * <p>{@code time} is, in whole seconds, when the signer says this was the largest tree of the log
 * that it had seen; absent where the signature says nothing of the sort.
 */
public record VerifiedSignature(VerifierKey key, SignatureLine line, Optional<Instant> time) {}
