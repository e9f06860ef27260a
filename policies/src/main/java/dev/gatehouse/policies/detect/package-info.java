/**
 * Finds secrets and personal data in text: payment cards, e-mail addresses, IBANs, cloud keys.
 *
 * <p>Each detector is a scanner with a check of its own (Luhn, mod 97, issuer ranges, key shapes).
 * Contract: the time is linear in the length of the text, whatever the text; what is found is a
 * range of the text as it was given, even where digits are full-width or hide zero-width characters
 * between them.
 *
 * <p>Called by masking. Calls nothing.
 */
@NullMarked
package dev.gatehouse.policies.detect;

import org.jspecify.annotations.NullMarked;
