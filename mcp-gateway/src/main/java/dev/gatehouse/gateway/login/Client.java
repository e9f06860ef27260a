package dev.gatehouse.gateway.login;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What we are to an issuer.
 *
 * @param id by which it knows us
 * @param secret that it gave us all the same
 * @param isBasic whether the secret goes into a header, not into the form
 * @param redirect where its answers by browser come to, as it was registered
 */
record Client(String id, Optional<String> secret, boolean isBasic, Optional<String> redirect) {

  /** One that was registered by people. */
  static Client known(String id) {
    return new Client(id, Optional.empty(), false, Optional.empty());
  }

  /** The header that shows who asks. */
  Optional<String> header() {
    return secret
        .filter(_ -> isBasic)
        .map(text -> Web.encoded(id) + ":" + Web.encoded(text))
        .map(pair -> pair.getBytes(StandardCharsets.UTF_8))
        .map(bytes -> "Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  /** The form with what shows who asks. */
  Map<String, String> form(Map<String, String> asked) {
    Map<String, String> form = new LinkedHashMap<>(asked);
    if (secret.isEmpty() || !isBasic) {
      form.put("client_id", id);
      secret.ifPresent(text -> form.put("client_secret", text));
    }
    return form;
  }

  /** Its id; a secret is none of a reader's business. */
  @Override
  public String toString() {
    return "Client[" + id + "]";
  }
}
