package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;

/** Checks a disclosure against the leaf that committed to it. */
final class Disclosures {
  private Disclosures() {}

  static void check(long index, Leaf leaf, Disclosure disclosure) throws FaultException {
    String part = disclosure.part();
    String expected = leaf.commitment(part).orElse("no such part");
    String found = disclosure.commitment();
    if (!found.equals(expected)) {
      throw FaultException.at(
          index, "payload `" + part + "` hashes to " + found, "the commitment " + expected);
    }
    long bytes = disclosure.content().length;
    long length = leaf.length(part).orElse(bytes);
    if (length != bytes) {
      throw FaultException.at(
          index, "payload `" + part + "` of " + bytes + " bytes", length + " bytes");
    }
  }
}
