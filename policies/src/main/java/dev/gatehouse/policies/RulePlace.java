package dev.gatehouse.policies;

/** Where a rule begins. */
record RulePlace(String file, int line, int column) {}
