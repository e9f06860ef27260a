package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.id.CryptoAddresses;

/** Finds addresses of Bitcoin and Ethereum: words of a length and a beginning that few have. */
final class CryptoAddressScanner {
  private final BuiltIn kind;

  private CryptoAddressScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    triggers.onMixedWords(kind, new CryptoAddressScanner(kind)::at);
  }

  private void at(Passage passage, int start, int end, Findings findings) {
    int length = end - start;
    if (length < CryptoAddresses.CHARACTERS_MIN || length > CryptoAddresses.CHARACTERS_MAX) {
      return;
    }
    if (CryptoAddresses.isAddress(passage.text().substring(start, end))) {
      findings.add(kind, start, end);
    }
  }
}
