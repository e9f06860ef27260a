package dev.gatehouse.gateway.signin.saml;

import java.util.Locale;

/**
 * Why a response made nobody known. For the record and the operator alone: a browser is told that
 * the sign-in failed, and nothing more.
 */
public enum Refusal {
  /** The provider's metadata has not been had, or holds no longer. */
  PROVIDER,
  /** The form field is absent or larger than any response. */
  SIZE,
  /** The form field is not base64. */
  BASE64,
  /** Not well-formed, or with a document type or entities. */
  XML,
  /** Not a response with one assertion where it belongs and nothing hidden in it. */
  SHAPE,
  /** Neither the response nor the assertion is signed. */
  UNSIGNED,
  /** A signature that is no good, by a key that is not the provider's, or over something else. */
  SIGNATURE,
  /** Signed or encrypted in a way that is not accepted. */
  ALGORITHM,
  /** In clear though settings ask for encryption. */
  CLEAR,
  /** Not encrypted to our key, or broken. */
  DECRYPTION,
  /** Of another version than 2.0. */
  VERSION,
  /** From somebody other than the provider. */
  ISSUER,
  /** Sent to another address. */
  DESTINATION,
  /** The provider itself refused. */
  STATUS,
  /** The answer to another request, or to none. */
  REQUEST,
  /** The subject is not confirmed as a bearer's, or for somebody else. */
  CONFIRMATION,
  /** Meant for another service, or for no one in particular. */
  AUDIENCE,
  /** With a condition that we do not understand. */
  CONDITION,
  /** A time that is absent or unreadable. */
  TIME,
  /** No longer good. */
  EXPIRED,
  /** Not good yet, or issued in the future. */
  EARLY,
  /** Says nothing of how the person signed in. */
  STATEMENT,
  /** No name, more than one, or none that would be the same the next time. */
  NAME,
  /** Accepted before. */
  REPLAYED;

  /** One word for the record, such as {@code audience}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
