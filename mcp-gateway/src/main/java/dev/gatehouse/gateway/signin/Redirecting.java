package dev.gatehouse.gateway.signin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers of the authorization endpoint, which go back through the browser; every one says who it
 * is from.
 *
 * <p>Source: RFC 6749 §4.1.2; RFC 9207.
 *
 * @param issuer who they are from
 */
record Redirecting(String issuer) {

  Answer code(Wanted.Target.Redirect to, String code) {
    return sent(to.address(), Map.of("code", code), to.state());
  }

  Answer error(String address, Optional<String> state, RefusedException refused) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("error", refused.error());
    parameters.put("error_description", refused.description());
    return sent(address, parameters, state);
  }

  private Answer sent(String address, Map<String, String> more, Optional<String> state) {
    Map<String, String> parameters = new LinkedHashMap<>(more);
    state.ifPresent(text -> parameters.put("state", text));
    parameters.put("iss", issuer);
    String query =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return Answer.redirect(address + (address.indexOf('?') < 0 ? "?" : "&") + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
