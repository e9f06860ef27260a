/**
 * Time-stamp tokens (RFC 3161) over checkpoints: a third party's word that a checkpoint existed at
 * a time. The client asks a time-stamping authority; the verifier needs nothing but bytes.
 *
 * <p>Called by the log, which anchors its checkpoints, and by the verifier; calls no other package.
 * The only place with BouncyCastle. Contract: a response that is accepted holds no bit that could
 * be another; but where certificates stand above the signer's, the topmost is judged by the trust
 * anchor that issued it, and without one not at all.
 */
@NullMarked
package dev.gatehouse.recordings.timestamp;

import org.jspecify.annotations.NullMarked;
