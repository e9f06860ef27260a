package dev.gatehouse.gateway.signin;

import java.util.Optional;
import java.util.stream.Stream;

/** A way in which a client gets tokens. */
public enum Grant {
  AUTHORIZATION_CODE("authorization_code"),
  REFRESH_TOKEN("refresh_token"),
  DEVICE_CODE("urn:ietf:params:oauth:grant-type:device_code"),
  CLIENT_CREDENTIALS("client_credentials"),
  JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer");

  private final String word;

  Grant(String word) {
    this.word = word;
  }

  /** As it is called in requests. */
  public String word() {
    return word;
  }

  /** The one that is called so. */
  public static Optional<Grant> of(String word) {
    return Stream.of(values()).filter(grant -> grant.word.equals(word)).findFirst();
  }
}
