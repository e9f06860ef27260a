package dev.gatehouse.policies.detect.corpus;

import dev.gatehouse.policies.detect.BuiltIn;
import java.util.Optional;

/**
 * A text of the corpus, with the value in it that is to be found, or with a near miss.
 *
 * @param name the object key beside which the text stands; empty where there is none
 * @param mark what is to be found, if anything
 */
record Sample(String text, String name, Optional<Mark> mark) {
  /** A range of the text that is a value of this kind. */
  record Mark(BuiltIn kind, int start, int end) {}
}
