package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.Problem;

/**
 * A place in a policy that asks for originals to be sealed.
 *
 * @param place without a message
 */
record SealMention(Problem place) {
  Problem problem(String message) {
    return place.withMessage(message);
  }
}
