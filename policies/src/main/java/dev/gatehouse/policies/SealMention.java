package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.YamlNode;

/** A place in a policy that asks for originals to be sealed. */
record SealMention(String file, int line, int column) {
  static SealMention at(String file, YamlNode node) {
    return new SealMention(file, node.line(), node.column());
  }

  Problem problem(String message) {
    return new Problem(file, line, column, message);
  }
}
