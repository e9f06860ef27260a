package dev.gatehouse.gateway.signin.saml;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * A signature of ours inside of what it signs: behind the issuer, where SAML has it.
 *
 * <p>Source: SAML core §5.4.
 */
final class EnvelopedSignature {
  private EnvelopedSignature() {}

  /** The document, signed. */
  static byte[] sign(byte[] document, OwnKey key) {
    try {
      Element root = StrictXml.parse(document);
      sign(root, key);
      return bytes(root);
    } catch (RefusedException
        | GeneralSecurityException
        | MarshalException
        | XMLSignatureException
        | TransformerException e) {
      throw new IllegalStateException("a document of ours could not be signed", e);
    }
  }

  static void sign(Element element, OwnKey key)
      throws GeneralSecurityException, MarshalException, XMLSignatureException {
    element.setIdAttribute("ID", true);
    XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
    Reference reference =
        factory.newReference(
            "#" + element.getAttribute("ID"),
            factory.newDigestMethod(DigestMethod.SHA256, null),
            List.of(
                factory.newTransform(SamlNames.ENVELOPED, (TransformParameterSpec) null),
                factory.newTransform(SamlNames.EXCLUSIVE, (TransformParameterSpec) null)),
            null,
            null);
    SignedInfo signedInfo =
        factory.newSignedInfo(
            factory.newCanonicalizationMethod(SamlNames.EXCLUSIVE, (C14NMethodParameterSpec) null),
            factory.newSignatureMethod(key.signatureAlgorithm(), null),
            List.of(reference));
    KeyInfoFactory about = factory.getKeyInfoFactory();
    KeyInfo certificate = about.newKeyInfo(List.of(about.newX509Data(List.of(key.certificate()))));
    DOMSignContext context = behindIssuer(element, key);
    context.setDefaultNamespacePrefix("ds");
    factory.newXMLSignature(signedInfo, certificate).sign(context);
    withoutCarriageReturns(element);
  }

  /** The library breaks base64 as mail does; not every provider's reader takes that for blank. */
  private static void withoutCarriageReturns(Element element) {
    for (String name : List.of("SignatureValue", "X509Certificate")) {
      NodeList found = element.getElementsByTagNameNS(SamlNames.SIGNATURE, name);
      for (int i = 0; i < found.getLength(); i++) {
        found.item(i).setTextContent(found.item(i).getTextContent().replace("\r", ""));
      }
    }
  }

  static byte[] bytes(Node node) throws TransformerException {
    TransformerFactory factory = TransformerFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    Transformer identity = factory.newTransformer();
    identity.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    identity.transform(new DOMSource(node), new StreamResult(out));
    return out.toByteArray();
  }

  private static DOMSignContext behindIssuer(Element element, OwnKey key) {
    Element issuer = Elements.children(element, SamlNames.ASSERTION, "Issuer").getFirst();
    Node next = issuer.getNextSibling();
    return next == null
        ? new DOMSignContext(key.key(), element)
        : new DOMSignContext(key.key(), element, next);
  }
}
