package dev.gatehouse.gateway.signin.saml;

/** Namespaces and identifiers that more than one part of this room needs. */
final class SamlNames {
  static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
  static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
  static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
  static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
  static final String SIGNATURE_MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  static final String SIGNATURE_2007 = "http://www.w3.org/2007/05/xmldsig-more#";
  static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
  static final String ENCRYPTION_11 = "http://www.w3.org/2009/xmlenc11#";

  static final String ENVELOPED = SIGNATURE + "enveloped-signature";
  static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";

  static final String POST_BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
  static final String REDIRECT_BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
  static final String PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
  static final String TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

  private SamlNames() {}
}
