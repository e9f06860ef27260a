package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.proof.Receipt;
import java.util.Optional;
import java.util.Set;

/** Holds a receipt, if there is one, against the log that gave it. Confined to one thread. */
final class ReceiptCheck {
  private final Optional<Receipt> receipt;

  ReceiptCheck(Optional<Receipt> receipt) {
    this.receipt = receipt;
  }

  /** Requires that the receipt is of this log, which has {@code size} entries. */
  void requireFrom(String origin, long size) throws FaultException {
    if (receipt.isPresent() && !receipt.get().origin().equals(origin)) {
      throw inReceipt("a receipt of `" + receipt.get().origin() + "`", "one of `" + origin + "`");
    }
    if (receipt.isPresent() && receipt.get().index() >= size) {
      throw inReceipt("entry " + receipt.get().index(), "one of the " + size + " entries here");
    }
  }

  /** Requires that the entry of the receipt is one of {@code indexes}. */
  void requireAmong(Set<Long> indexes) throws FaultException {
    if (receipt.isPresent() && !indexes.contains(receipt.get().index())) {
      throw inReceipt("entry " + receipt.get().index(), "one of those that were selected");
    }
  }

  private static FaultException inReceipt(String found, String expected) {
    return FaultException.in("the receipt", found, expected);
  }

  /** Whether {@link #check} is to see entry {@code index}. */
  boolean concerns(long index) {
    return receipt.isPresent() && receipt.get().index() == index;
  }

  /** Checks entry {@code index}, which hashes to {@code found}. */
  void check(long index, Hash found) throws FaultException {
    if (concerns(index) && !receipt.get().leafHash().equals(found)) {
      throw FaultException.at(
          index, "leaf hash " + found, receipt.get().leafHash() + ", as the receipt says");
    }
  }
}
