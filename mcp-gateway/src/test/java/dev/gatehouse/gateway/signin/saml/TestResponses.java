package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** Responses as text, which a test changes by replacing some of it before or after signing. */
final class TestResponses {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final Duration SKEW = Duration.ofSeconds(60);
  static final String PROVIDER = "https://idp.example/saml";
  static final String SERVICE = "https://gatehouse.example";
  static final String CONSUMER = "https://gatehouse.example/signin/saml/acs";
  static final String REQUEST = "_request1";

  private TestResponses() {}

  static String assertion(String id, String name) {
    return """
    <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="%s" Version="2.0" \
    IssueInstant="2026-11-23T12:00:00Z"><saml:Issuer>%s</saml:Issuer>\
    <saml:Subject><saml:NameID \
    Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">%s</saml:NameID>\
    <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
    <saml:SubjectConfirmationData InResponseTo="%s" NotOnOrAfter="2026-11-23T12:05:00Z" \
    Recipient="%s"/></saml:SubjectConfirmation></saml:Subject>\
    <saml:Conditions NotBefore="2026-11-23T11:59:00Z" NotOnOrAfter="2026-11-23T12:05:00Z">\
    <saml:AudienceRestriction><saml:Audience>%s</saml:Audience></saml:AudienceRestriction>\
    </saml:Conditions>\
    <saml:AuthnStatement AuthnInstant="2026-11-23T12:00:00Z" SessionIndex="s1" \
    SessionNotOnOrAfter="2026-11-23T20:00:00Z"><saml:AuthnContext><saml:AuthnContextClassRef>\
    urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>\
    </saml:AuthnContext></saml:AuthnStatement>\
    <saml:AttributeStatement><saml:Attribute Name="groups">\
    <saml:AttributeValue>payments</saml:AttributeValue>\
    <saml:AttributeValue>auditors</saml:AttributeValue></saml:Attribute>\
    <saml:Attribute Name="mail"><saml:AttributeValue>alice@example.com</saml:AttributeValue>\
    </saml:Attribute></saml:AttributeStatement></saml:Assertion>\
    """
        .formatted(id, PROVIDER, name, REQUEST, CONSUMER, SERVICE);
  }

  static String response(String inner) {
    return """
    <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_response" \
    Version="2.0" IssueInstant="2026-11-23T12:00:00Z" Destination="%s" InResponseTo="%s">\
    <saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">%s</saml:Issuer>\
    <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>\
    </samlp:Status>%s</samlp:Response>\
    """
        .formatted(CONSUMER, REQUEST, PROVIDER, inner);
  }

  static String ofAlice() {
    return response(assertion("_a1", "alice"));
  }

  /** Changed before it is signed: a provider that says something wrong. */
  static String saying(TestProvider provider, UnaryOperator<String> change) {
    String changed = change.apply(ofAlice());
    if (changed.equals(ofAlice())) {
      throw new IllegalArgumentException("the change changes nothing");
    }
    return provider.signAssertion(changed);
  }

  /** As {@link String#replace}, but there has to be something to replace. */
  static String replace(String text, String old, String with) {
    if (!text.contains(old)) {
      throw new IllegalArgumentException("nothing to replace: " + old);
    }
    return text.replace(old, with);
  }

  static String cut(String text, String from, String to) {
    int start = text.indexOf(from);
    int end = text.indexOf(to, start) + to.length();
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("nothing to cut: " + from);
    }
    return text.substring(start, end);
  }

  static String field(String xml) {
    return Base64.getEncoder().encodeToString(xml.getBytes(UTF_8));
  }
}
