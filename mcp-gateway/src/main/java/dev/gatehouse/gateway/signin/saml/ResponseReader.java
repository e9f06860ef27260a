package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Elements.atMostOne;
import static dev.gatehouse.gateway.signin.saml.Elements.is;
import static dev.gatehouse.gateway.signin.saml.Elements.one;
import static dev.gatehouse.gateway.signin.saml.Elements.require;

import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * From the form field of a browser to an assertion that the provider made for us, now, for this
 * browser. The order of the steps is the safety of it. Thread-safe.
 *
 * <p>Source: SAML core §3.2.2, §3.3.3, §5.4; bindings §3.5; profiles §4.1.4.
 */
final class ResponseReader {
  /** A response with a hundred groups, encrypted, has a tenth of that. */
  static final int CHARACTERS_MAX = 256 << 10;

  private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";

  private ResponseReader() {}

  static Assertion read(String field, Expected expected) throws RefusedException {
    // 1. The form: nothing of it is believed, and nothing is hidden in it.
    Element response = StrictXml.parse(octets(field));
    if (!is(response, SamlNames.PROTOCOL, "Response")) {
      throw new RefusedException(Refusal.SHAPE);
    }
    ResponseShape.check(response);

    // 2. A signature over all, where there is one.
    boolean responseSigned = SignedElement.isSigned(response, expected.provider().keys());

    // 3. The envelope.
    checkEnvelope(response, responseSigned, expected);

    // 4. The one assertion, opened only now: CBC lies open to who may alter it unseen.
    Element assertion = assertion(response, responseSigned, expected);

    // 5. Its own signature. One that is there has to be good, and one of the two has to be there.
    boolean assertionSigned = SignedElement.isSigned(assertion, expected.provider().keys());
    if (!responseSigned && !assertionSigned) {
      throw new RefusedException(Refusal.UNSIGNED);
    }

    // 6. What it says.
    return AssertionReader.read(assertion, expected);
  }

  private static byte[] octets(String field) throws RefusedException {
    if (field.isEmpty() || field.length() > CHARACTERS_MAX) {
      throw new RefusedException(Refusal.SIZE);
    }
    try {
      return Base64.getDecoder().decode(field.replaceAll("[ \r\n\t]", ""));
    } catch (IllegalArgumentException _) {
      throw new RefusedException(Refusal.BASE64);
    }
  }

  private static void checkEnvelope(Element response, boolean signed, Expected expected)
      throws RefusedException {
    require(response, "Version", "2.0", Refusal.VERSION);
    Optional<Element> issuer = atMostOne(response, SamlNames.ASSERTION, "Issuer", Refusal.ISSUER);
    if (issuer.isPresent()) {
      AssertionReader.checkIssuer(issuer.get(), expected);
    }
    if (signed || response.hasAttribute("Destination")) {
      require(response, "Destination", expected.recipient(), Refusal.DESTINATION);
    }
    require(response, "InResponseTo", expected.requestId(), Refusal.REQUEST);
    Element status = one(response, SamlNames.PROTOCOL, "Status", Refusal.STATUS);
    Element code = one(status, SamlNames.PROTOCOL, "StatusCode", Refusal.STATUS);
    require(code, "Value", SUCCESS, Refusal.STATUS);
  }

  private static Element assertion(Element response, boolean responseSigned, Expected expected)
      throws RefusedException {
    Optional<Element> clear = atMostOne(response, SamlNames.ASSERTION, "Assertion", Refusal.SHAPE);
    if (clear.isPresent()) {
      if (expected.rules().encryptedOnly()) {
        throw new RefusedException(Refusal.CLEAR);
      }
      return clear.get();
    }
    Element encrypted = one(response, SamlNames.ASSERTION, "EncryptedAssertion", Refusal.SHAPE);
    PrivateKey key = expected.key().orElseThrow(() -> new RefusedException(Refusal.DECRYPTION));
    boolean cbcAllowed = expected.rules().cbcAllowed() && responseSigned;
    Element opened = StrictXml.parse(EncryptedAssertion.decrypt(encrypted, key, cbcAllowed));
    if (!is(opened, SamlNames.ASSERTION, "Assertion")) {
      throw new RefusedException(Refusal.SHAPE);
    }
    ResponseShape.check(opened);
    return opened;
  }
}
