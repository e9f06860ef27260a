/**
 * Finds secrets and personal data in text.
 *
 * <p>A text is folded to plain ASCII forms ({@link dev.gatehouse.policies.detect.Folded}) and
 * walked over once ({@link dev.gatehouse.policies.detect.TextWalk}). Where a trigger stands, the
 * scanners of that trigger are called, and each looks at a bounded window. A kind of data is a
 * constant of {@link dev.gatehouse.policies.detect.BuiltIn} with a scanner in a file of its own,
 * named in {@link dev.gatehouse.policies.detect.Scanners}, whose {@code register(Triggers,
 * BuiltIn)} says what calls it ({@link dev.gatehouse.policies.detect.Triggers}):
 *
 * <ul>
 *   <li>{@code onDigits}: a row of so many digits, together or in groups with short gaps. The
 *       scanner gets a {@link dev.gatehouse.policies.detect.DigitRun}: the digits without gaps, the
 *       sizes of the groups, the place, and whether it stands alone.
 *   <li>{@code onMixedWords}: a word of letters and digits, such as an account number.
 *   <li>{@code onBeginning}: a word that begins in a known way, such as a key.
 *   <li>{@code onMark}: a character such as the at-sign.
 *   <li>{@code onWordsOf}: a word of so many letters and digits.
 *   <li>{@code onIdentifier}: what is spelled as an {@link
 *       dev.gatehouse.policies.detect.id.Identifier}; {@link
 *       dev.gatehouse.policies.detect.IdentifierScanner} looks at each word with a digit once for
 *       all of them, and {@link dev.gatehouse.policies.detect.TellingWords} says of which kinds the
 *       words beside it tell.
 *   <li>{@code onTokens}: a long word with signs in it, such as base64.
 * </ul>
 *
 * <p>A check that needs telling asks {@link dev.gatehouse.policies.detect.ContextWords}, which
 * looks at the words before the place and at the object key beside the text: after the cheap checks
 * rather than before them.
 *
 * <p>Contract: the time is linear in the length of the text, whatever the text; what is found is a
 * range of the text as it was given, even where digits are full-width or hide zero-width characters
 * between them. Scanners keep nothing between calls.
 *
 * <p>Called by masking. Calls nothing but RE2/J, for patterns of policies.
 */
@NullMarked
package dev.gatehouse.policies.detect;

import org.jspecify.annotations.NullMarked;
