package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;

/** Checks a disclosure against the leaf that committed to it. */
final class Disclosures {
  private Disclosures() {}

  static void check(long index, Leaf leaf, Disclosure disclosure) throws FaultException {
    String part = disclosure.part();
    String expected = leaf.commitments().getOrDefault(part, "no such part");
    if (!disclosure.commitment().equals(expected)) {
      throw FaultException.at(
          index,
          "payload `" + part + "` hashes to " + disclosure.commitment(),
          "the commitment " + expected);
    }
    long length = leaf.lengths().getOrDefault(part, (long) disclosure.content().length);
    if (length != disclosure.content().length) {
      throw FaultException.at(
          index,
          "payload `" + part + "` of " + disclosure.content().length + " bytes",
          length + " bytes");
    }
  }
}
