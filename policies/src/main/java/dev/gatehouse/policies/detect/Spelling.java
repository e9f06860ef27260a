package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.id.Identifier;

/**
 * One spelling of a kind.
 *
 * @param isTelling whether it needs no word beside it
 */
record Spelling(BuiltIn kind, Identifier identifier, String pattern, boolean isTelling) {
  Spelling {
    if (pattern.length() > IdentifierShapes.CHARACTERS_MAX) {
      throw new IllegalArgumentException("too long: " + pattern);
    }
  }

  /** Whether a text has at this place exactly the gaps of the pattern, and no small letter. */
  boolean isSpelledAt(Passage passage, int start, int end) {
    if (end - start != pattern.length()) {
      return false;
    }
    for (int i = 0; i < pattern.length(); i++) {
      char c = passage.at(start + i);
      char p = pattern.charAt(i);
      if (IdentifierShapes.isCharacter(p) ? c >= 'a' : c != p) {
        return false;
      }
    }
    return true;
  }

  /** Whether groups are apart by spaces, as neighbouring numbers are too. */
  boolean hasSpaces() {
    return pattern.indexOf(' ') >= 0;
  }
}
