package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Facts;

/**
 * Calls like each other that came before the one that a test is about.
 *
 * @param facts with the moment at which they came
 * @param isUnderWay whether they have not ended yet
 */
record EarlierCall(Facts facts, int times, boolean isUnderWay) {}
