package dev.gatehouse.policies.detect.id;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Addresses of Bitcoin and Ethereum.
 *
 * <p>Source: Bitcoin's base58check (version, hash of 20 bytes, four bytes of a double SHA-256), BIP
 * 173 and BIP 350 (bech32, bech32m), and the form of Ethereum's addresses (EIP-55, whose checksum
 * in capitals is not asked for: 40 hex digits after {@code 0x} are nothing else).
 */
public final class CryptoAddresses {
  /** The longest: a bech32m address of 32 bytes. */
  public static final int CHARACTERS_MAX = 62;

  /** The shortest that base58check gives in practice. */
  public static final int CHARACTERS_MIN = 26;

  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int BASE58_CHARACTERS_MAX = 35;
  private static final int BYTES = 25;

  private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int BECH32_CHECK = 1;
  private static final int BECH32M_CHECK = 0x2bc830a3;

  private static final int ETHEREUM_CHARACTERS = 42;

  private CryptoAddresses() {}

  /** Whether a word of letters and digits is an address. */
  public static boolean isAddress(String word) {
    int length = word.length();
    if (length < CHARACTERS_MIN || length > CHARACTERS_MAX) {
      return false;
    }
    return switch (word.charAt(0)) {
      case '0' -> length == ETHEREUM_CHARACTERS && isEthereum(word);
      case '1', '3' -> length <= BASE58_CHARACTERS_MAX && isBase58Check(word);
      case 'b', 'B' -> isBech32(word);
      default -> false;
    };
  }

  private static boolean isEthereum(String word) {
    return word.charAt(1) == 'x'
        && word.chars().skip(2).allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
  }

  private static boolean isBase58Check(String word) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < word.length(); i++) {
      int value = BASE58.indexOf(word.charAt(i));
      if (value < 0) {
        return false;
      }
      number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(value));
    }
    byte[] magnitude = number.toByteArray();
    if (magnitude.length > BYTES) {
      return false;
    }
    byte[] bytes = new byte[BYTES];
    System.arraycopy(magnitude, 0, bytes, BYTES - magnitude.length, magnitude.length);
    // 0 pays to a key, 5 to a script.
    boolean isVersion = bytes[0] == (word.charAt(0) == '1' ? 0 : 5);
    byte[] check = sha256(sha256(Arrays.copyOf(bytes, BYTES - 4)));
    return isVersion && Arrays.equals(check, 0, 4, bytes, BYTES - 4, BYTES);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static boolean isBech32(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    boolean isOneCase = word.equals(lower) || word.equals(word.toUpperCase(Locale.ROOT));
    if (!isOneCase || !lower.startsWith("bc1")) {
      return false;
    }
    int check = 1;
    // The prefix "bc", expanded: high bits, zero, low bits.
    for (int value : new int[] {'b' >> 5, 'c' >> 5, 0, 'b' & 31, 'c' & 31}) {
      check = step(check, value);
    }
    for (int i = 3; i < lower.length(); i++) {
      int value = BECH32.indexOf(lower.charAt(i));
      if (value < 0) {
        return false;
      }
      check = step(check, value);
    }
    return check == BECH32_CHECK || check == BECH32M_CHECK;
  }

  private static int step(int check, int value) {
    int top = check >>> 25;
    int next = (check & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (top >> i & 1) == 1 ? GENERATOR[i] : 0;
    }
    return next;
  }
}
