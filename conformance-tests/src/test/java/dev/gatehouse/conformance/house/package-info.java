/**
 * The rules of the house, kept by reading what was built: which package may use which ({@link
 * LayeringTest}), how sources look ({@link TidyTest}) and are laid out ({@link FormatTest}).
 *
 * <p>Nothing here runs the product. A rule that fails names the file and what was expected of it.
 */
@NullMarked
package dev.gatehouse.conformance.house;

import org.jspecify.annotations.NullMarked;
