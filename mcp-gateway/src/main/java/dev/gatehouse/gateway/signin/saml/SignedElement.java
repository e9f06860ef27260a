package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Elements.children;
import static dev.gatehouse.gateway.signin.saml.Elements.one;
import static dev.gatehouse.gateway.signin.saml.Elements.require;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.NodeSetData;
import javax.xml.crypto.URIReferenceException;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Whether an element carries a good signature over itself by one of the keys that we were given.
 *
 * <p>Guarantee: what was digested is this very element, not what its id happens to lead to; keys
 * that the message brings along are not looked at; algorithms are those listed here and no others.
 * A signature that is there has to be good: one that is not refuses the message, even where another
 * would do. Thread-safe.
 *
 * <p>Source: SAML core §5.4; XML Signature 1.1.
 */
final class SignedElement {
  private static final Set<String> ALGORITHMS =
      Set.of(
          SamlNames.SIGNATURE_MORE + "rsa-sha256",
          SamlNames.SIGNATURE_MORE + "rsa-sha384",
          SamlNames.SIGNATURE_MORE + "rsa-sha512",
          SamlNames.SIGNATURE_2007 + "sha256-rsa-MGF1",
          SamlNames.SIGNATURE_2007 + "sha384-rsa-MGF1",
          SamlNames.SIGNATURE_2007 + "sha512-rsa-MGF1",
          SamlNames.SIGNATURE_MORE + "ecdsa-sha256",
          SamlNames.SIGNATURE_MORE + "ecdsa-sha384",
          SamlNames.SIGNATURE_MORE + "ecdsa-sha512");
  private static final Set<String> DIGESTS =
      Set.of(
          SamlNames.ENCRYPTION + "sha256",
          SamlNames.SIGNATURE_MORE + "sha384",
          SamlNames.ENCRYPTION + "sha512");
  private static final List<String> TRANSFORMS = List.of(SamlNames.ENVELOPED, SamlNames.EXCLUSIVE);

  private final Element element;
  private final Element signature;

  private SignedElement(Element element, Element signature) {
    this.element = element;
    this.signature = signature;
  }

  /** False when it carries none; refused when it carries one that is no good. */
  static boolean isSigned(Element element, List<PublicKey> keys) throws RefusedException {
    Optional<Element> signature =
        Elements.atMostOne(element, SamlNames.SIGNATURE, "Signature", Refusal.SIGNATURE);
    if (signature.isEmpty()) {
      return false;
    }
    SignedElement signed = new SignedElement(element, signature.get());
    signed.checkForm();
    for (PublicKey key : keys) {
      if (signed.isGood(key)) {
        return true;
      }
    }
    throw new RefusedException(Refusal.SIGNATURE);
  }

  /** All of this before the library sees it, which would follow whatever the message asks for. */
  private void checkForm() throws RefusedException {
    String id = element.getAttribute("ID");
    if (id.isEmpty()) {
      throw new RefusedException(Refusal.SIGNATURE);
    }
    Element signedInfo = part(signature, "SignedInfo");
    Element canonicalization = part(signedInfo, "CanonicalizationMethod");
    require(canonicalization, "Algorithm", SamlNames.EXCLUSIVE, Refusal.ALGORITHM);
    requireOneOf(part(signedInfo, "SignatureMethod"), ALGORITHMS);
    Element reference = part(signedInfo, "Reference");
    require(reference, "URI", "#" + id, Refusal.SIGNATURE);
    requireOneOf(part(reference, "DigestMethod"), DIGESTS);
    List<String> transforms =
        children(part(reference, "Transforms")).stream()
            .map(transform -> transform.getAttribute("Algorithm"))
            .toList();
    if (!transforms.equals(TRANSFORMS)) {
      throw new RefusedException(Refusal.ALGORITHM);
    }
  }

  private boolean isGood(PublicKey key) throws RefusedException {
    // The id is known to be the document's only one of this value: ResponseShape saw to it.
    element.setIdAttribute("ID", true);
    XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
    DOMValidateContext context = new DOMValidateContext(key, signature);
    context.setProperty("org.jcp.xml.dsig.secureValidation", true);
    boolean[] overThis = {false};
    context.setURIDereferencer(
        (reference, inContext) -> {
          var found = factory.getURIDereferencer().dereference(reference, inContext);
          overThis[0] =
              found instanceof NodeSetData<?> set
                  && set.iterator().next() instanceof Node first
                  && element.isSameNode(first);
          if (!overThis[0]) {
            throw new URIReferenceException("the reference leads elsewhere");
          }
          return found;
        });
    try {
      return factory.unmarshalXMLSignature(context).validate(context) && overThis[0];
    } catch (MarshalException _) {
      throw new RefusedException(Refusal.SIGNATURE);
    } catch (XMLSignatureException _) {
      // Also thrown for a key of another kind than the algorithm's.
      return false;
    } catch (RuntimeException _) {
      // The library reads what a stranger wrote; whatever it stumbles over is not signed.
      throw new RefusedException(Refusal.SIGNATURE);
    }
  }

  private static Element part(Element parent, String name) throws RefusedException {
    return one(parent, SamlNames.SIGNATURE, name, Refusal.SIGNATURE);
  }

  private static void requireOneOf(Element method, Set<String> algorithms) throws RefusedException {
    if (!algorithms.contains(method.getAttribute("Algorithm"))) {
      throw new RefusedException(Refusal.ALGORITHM);
    }
  }
}
