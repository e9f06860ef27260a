package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.TestResponses.assertion;
import static dev.gatehouse.gateway.signin.saml.TestResponses.cut;
import static dev.gatehouse.gateway.signin.saml.TestResponses.ofAlice;
import static dev.gatehouse.gateway.signin.saml.TestResponses.replace;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.PublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Signatures alone, without the walk that comes before them. */
class SignedElementTest {
  private static final TestProvider PROVIDER = TestProvider.rsa();
  private static final List<PublicKey> KEYS = List.of(PROVIDER.keys().getPublic());

  @Test
  void tellsSignedFromUnsigned() throws RefusedException {
    Element signed = root(PROVIDER.signAssertion(ofAlice()));
    assertFalse(SignedElement.isSigned(signed, KEYS));
    assertTrue(SignedElement.isSigned(assertions(signed).getFirst(), KEYS));
    assertRefused(assertions(signed).getFirst(), List.of());
    assertRefused(assertions(signed).getFirst(), List.of(TestProvider.rsa().keys().getPublic()));
  }

  @Test
  void countsNoSignatureOverAnotherElementOfTheSameId() throws RefusedException {
    String good = PROVIDER.signAssertion(ofAlice());
    String signature = cut(good, "<ds:Signature", "</ds:Signature>");
    String whole = cut(good, "<saml:Assertion", "</saml:Assertion>");
    String evil =
        replace(assertion("_a1", "mallory"), "</saml:Issuer>", "</saml:Issuer>" + signature);
    for (String both : List.of(whole + evil, evil + whole, evil + replace(whole, signature, ""))) {
      Element response = root(replace(good, whole, both));
      for (Element assertion : assertions(response)) {
        assertion.setIdAttribute("ID", true);
      }
      for (Element assertion : assertions(response)) {
        if (assertion.getTextContent().contains("mallory")) {
          assertRefused(assertion, KEYS);
        }
      }
    }
  }

  @Test
  void countsASignatureOverAllOfItsElement() throws RefusedException {
    String good = PROVIDER.signAssertion(ofAlice());
    for (String part : List.of("alice<", "payments", "SessionIndex=\"s1", "ID=\"_a1", "12:05")) {
      String changed = replace(good, part, part.replaceFirst("[a-z15]", "x"));
      assertRefused(assertions(root(changed)).getFirst(), KEYS);
    }
  }

  private static void assertRefused(Element element, List<PublicKey> keys) {
    RefusedException refused =
        assertThrows(RefusedException.class, () -> SignedElement.isSigned(element, keys));
    assertEquals(Refusal.SIGNATURE, refused.refusal());
  }

  private static List<Element> assertions(Element response) {
    return Elements.children(response, SamlNames.ASSERTION, "Assertion");
  }

  private static Element root(String xml) throws RefusedException {
    return StrictXml.parse(xml.getBytes(UTF_8));
  }
}
