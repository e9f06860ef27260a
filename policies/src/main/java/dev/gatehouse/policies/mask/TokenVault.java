package dev.gatehouse.policies.mask;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where values are kept for those who may have them back.
 *
 * <p>Errors: what cannot be kept throws; its tokens must then not go on. Guarantee: thread-safe.
 */
public interface TokenVault {
  /** A kind as policies name it, and 96 bits: of a billion values no two have one token. */
  Pattern TOKEN = Pattern.compile("\\[[a-z][a-z0-9-]{0,62}:t:[0-9a-f]{24}]");

  /** Keeps what each of these tokens stands for; durable on return. */
  void keep(Map<String, String> values) throws MaskingException;

  /** Without a vault nothing gets a token. */
  static TokenVault none() {
    return _ -> {
      throw new MaskingException("there is no vault for tokens");
    };
  }

  /** Whether this is how tokens are spelled. */
  static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }
}
