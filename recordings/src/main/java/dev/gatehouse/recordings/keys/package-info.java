/**
 * Where the keys that sign a log's checkpoints lie: in files of the data directory, in a PKCS#12
 * key store, or in a token that PKCS#11 speaks to and that never lets them out.
 *
 * <p>Called by the root, which signs with them; calls {@code note} and {@code store}. Contract: a
 * key that is opened here is the other half of the verifier key that it says. Passwords and PINs
 * are in no message.
 */
@NullMarked
package dev.gatehouse.recordings.keys;

import org.jspecify.annotations.NullMarked;
