package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** An identity provider with a key: signs what a test gives it, and describes itself. */
record TestProvider(KeyPair keys, String algorithm) {
  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";

  private static final KeyPair ANY = pair("RSA", 2048);

  static TestProvider rsa() {
    return new TestProvider(pair("RSA", 2048), MORE + "rsa-sha256");
  }

  static TestProvider ec() {
    return new TestProvider(pair("EC", 256), MORE + "ecdsa-sha256");
  }

  TestProvider by(String otherAlgorithm) {
    return new TestProvider(keys, otherAlgorithm);
  }

  String signAssertion(String xml) {
    return sign(xml, "Assertion");
  }

  String signResponse(String xml) {
    return sign(xml, "Response");
  }

  /** Signs the first element of this name. */
  private String sign(String xml, String name) {
    try {
      DocumentBuilderFactory reading = DocumentBuilderFactory.newDefaultNSInstance();
      Document document =
          reading.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(UTF_8)));
      sign((Element) document.getElementsByTagNameNS("*", name).item(0));
      return print(document);
    } catch (Exception e) {
      throw new IllegalStateException("not signed", e);
    }
  }

  private void sign(Element element) throws Exception {
    element.setIdAttribute("ID", true);
    XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
    var transforms =
        List.of(
            factory.newTransform(SamlNames.ENVELOPED, (TransformParameterSpec) null),
            factory.newTransform(SamlNames.EXCLUSIVE, (TransformParameterSpec) null));
    var reference =
        factory.newReference(
            "#" + element.getAttribute("ID"),
            factory.newDigestMethod(DigestMethod.SHA256, null),
            transforms,
            null,
            null);
    var signedInfo =
        factory.newSignedInfo(
            factory.newCanonicalizationMethod(SamlNames.EXCLUSIVE, (C14NMethodParameterSpec) null),
            factory.newSignatureMethod(algorithm, null),
            List.of(reference));
    var issuer = Elements.children(element, SamlNames.ASSERTION, "Issuer").getFirst();
    var context = new DOMSignContext(keys.getPrivate(), element, issuer.getNextSibling());
    context.setDefaultNamespacePrefix("ds");
    context.setProperty("org.jcp.xml.dsig.secureValidation", false);
    factory.newXMLSignature(signedInfo, null).sign(context);
  }

  private static String print(Document document) throws Exception {
    var printer = TransformerFactory.newDefaultInstance().newTransformer();
    printer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter out = new StringWriter();
    printer.transform(new DOMSource(document), new StreamResult(out));
    return out.toString();
  }

  X509Certificate certificate() {
    return certificate(keys);
  }

  /** Signed by some key: of a provider's certificate only the key that it holds counts. */
  static X509Certificate certificate(KeyPair pair) {
    try {
      KeyPair signedBy = new KeyPair(pair.getPublic(), ANY.getPrivate());
      return OwnKeyMaker.certificate(signedBy, "test", TestResponses.NOW);
    } catch (Exception e) {
      throw new IllegalStateException("no certificate", e);
    }
  }

  /** Metadata of one provider that signs with the keys of all of these. */
  static String metadata(TestProvider... signing) {
    return """
    <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" \
    xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="%s">
    <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    %s
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" \
    Location="https://idp.example/sso/post"/>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" \
    Location="https://idp.example/sso?realm=acme"/>
    </md:IDPSSODescriptor></md:EntityDescriptor>
    """
        .formatted(
            TestResponses.PROVIDER,
            Arrays.stream(signing).map(TestProvider::descriptor).collect(Collectors.joining("\n")));
  }

  private String descriptor() {
    try {
      return """
      <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>
      %s
      </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>\
      """
          .formatted(Base64.getMimeEncoder().encodeToString(certificate().getEncoded()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair pair(String type, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
