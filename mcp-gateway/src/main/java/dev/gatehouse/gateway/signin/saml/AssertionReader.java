package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Elements.children;
import static dev.gatehouse.gateway.signin.saml.Elements.exactText;
import static dev.gatehouse.gateway.signin.saml.Elements.is;
import static dev.gatehouse.gateway.signin.saml.Elements.one;
import static dev.gatehouse.gateway.signin.saml.Elements.require;
import static dev.gatehouse.gateway.signin.saml.Elements.text;
import static dev.gatehouse.gateway.signin.saml.Elements.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Holds an assertion, whose signature was good, against what we expected, and reads it.
 *
 * <p>Guarantee: it is the provider's, made for us as the audience and for the bearer of the answer
 * to this very request, good now, and about somebody who signed in. What it leaves unsaid of these
 * is refused as what it says wrongly. Thread-safe.
 *
 * <p>Source: SAML core §2.3 to §2.7; profiles §4.1.4.2, §4.1.4.3.
 */
final class AssertionReader {
  private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

  /** We keep them for as long as they could come again. */
  private static final int ID_CHARS_MAX = 256;

  private AssertionReader() {}

  static Assertion read(Element assertion, Expected expected) throws RefusedException {
    require(assertion, "Version", "2.0", Refusal.VERSION);
    String id = assertion.getAttribute("ID");
    if (id.isEmpty() || id.length() > ID_CHARS_MAX) {
      throw new RefusedException(Refusal.SHAPE);
    }
    checkIssuer(part(assertion, "Issuer", Refusal.ISSUER), expected);
    expected.requireReached(requiredTime(assertion, "IssueInstant"));

    Element subject = part(assertion, "Subject", Refusal.NAME);
    Element nameId = part(subject, "NameID", Refusal.NAME);
    Instant confirmedUntil = confirmedUntil(subject, expected);
    checkConditions(part(assertion, "Conditions", Refusal.AUDIENCE), expected);
    return new Assertion(
        id,
        exactText(nameId),
        nameId.getAttribute("Format"),
        confirmedUntil,
        sessionEnds(assertion, expected),
        attributes(assertion));
  }

  static void checkIssuer(Element issuer, Expected expected) throws RefusedException {
    if (!text(issuer).equals(expected.provider().entityId())) {
      throw new RefusedException(Refusal.ISSUER);
    }
  }

  /** Every confirmation as a bearer has to be for us, now and for this request. */
  private static Instant confirmedUntil(Element subject, Expected expected)
      throws RefusedException {
    List<Instant> ends = new ArrayList<>();
    for (Element confirmation : parts(subject, "SubjectConfirmation")) {
      if (BEARER.equals(confirmation.getAttribute("Method"))) {
        Element given = part(confirmation, "SubjectConfirmationData", Refusal.CONFIRMATION);
        require(given, "Recipient", expected.recipient(), Refusal.CONFIRMATION);
        require(given, "InResponseTo", expected.requestId(), Refusal.REQUEST);
        checkBegun(given, expected);
        Instant end = requiredTime(given, "NotOnOrAfter");
        expected.requireAhead(end);
        ends.add(end);
      }
    }
    return ends.stream()
        .max(Instant::compareTo)
        .orElseThrow(() -> new RefusedException(Refusal.CONFIRMATION));
  }

  private static void checkConditions(Element conditions, Expected expected)
      throws RefusedException {
    checkBegun(conditions, expected);
    checkNotOver(conditions, "NotOnOrAfter", expected);
    boolean restricted = false;
    for (Element condition : children(conditions)) {
      if (is(condition, SamlNames.ASSERTION, "AudienceRestriction")) {
        requireMeantForUs(condition, expected);
        restricted = true;
      } else if (!is(condition, SamlNames.ASSERTION, "OneTimeUse")
          && !is(condition, SamlNames.ASSERTION, "ProxyRestriction")) {
        throw new RefusedException(Refusal.CONDITION);
      }
    }
    if (!restricted) {
      throw new RefusedException(Refusal.AUDIENCE);
    }
  }

  private static void requireMeantForUs(Element restriction, Expected expected)
      throws RefusedException {
    for (Element audience : parts(restriction, "Audience")) {
      if (text(audience).equals(expected.audience())) {
        return;
      }
    }
    throw new RefusedException(Refusal.AUDIENCE);
  }

  /** The first to end, of several. */
  private static Optional<Instant> sessionEnds(Element assertion, Expected expected)
      throws RefusedException {
    List<Element> statements = parts(assertion, "AuthnStatement");
    if (statements.isEmpty()) {
      throw new RefusedException(Refusal.STATEMENT);
    }
    List<Instant> ends = new ArrayList<>();
    for (Element statement : statements) {
      checkNotOver(statement, "SessionNotOnOrAfter", expected).ifPresent(ends::add);
    }
    return ends.stream().min(Instant::compareTo);
  }

  /** Values with elements in them are left out: nobody could say what they mean as text. */
  private static Map<String, List<String>> attributes(Element assertion) throws RefusedException {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    for (Element statement : parts(assertion, "AttributeStatement")) {
      for (Element attribute : parts(statement, "Attribute")) {
        List<String> values =
            attributes.computeIfAbsent(attribute.getAttribute("Name"), _ -> new ArrayList<>());
        for (Element value : parts(attribute, "AttributeValue")) {
          if (children(value).isEmpty()) {
            values.add(exactText(value));
          }
        }
      }
    }
    return attributes;
  }

  private static void checkBegun(Element element, Expected expected) throws RefusedException {
    Optional<Instant> begin = time(element, "NotBefore");
    if (begin.isPresent()) {
      expected.requireReached(begin.get());
    }
  }

  private static Optional<Instant> checkNotOver(
      Element element, String attribute, Expected expected) throws RefusedException {
    Optional<Instant> end = time(element, attribute);
    if (end.isPresent()) {
      expected.requireAhead(end.get());
    }
    return end;
  }

  private static Instant requiredTime(Element element, String attribute) throws RefusedException {
    return time(element, attribute).orElseThrow(() -> new RefusedException(Refusal.TIME));
  }

  private static Element part(Element parent, String name, Refusal refusal)
      throws RefusedException {
    return one(parent, SamlNames.ASSERTION, name, refusal);
  }

  private static List<Element> parts(Element parent, String name) {
    return children(parent, SamlNames.ASSERTION, name);
  }
}
