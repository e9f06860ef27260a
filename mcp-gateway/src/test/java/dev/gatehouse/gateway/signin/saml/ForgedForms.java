package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Refusal.ALGORITHM;
import static dev.gatehouse.gateway.signin.saml.Refusal.SHAPE;
import static dev.gatehouse.gateway.signin.saml.Refusal.SIGNATURE;
import static dev.gatehouse.gateway.signin.saml.Refusal.UNSIGNED;
import static dev.gatehouse.gateway.signin.saml.Refusal.XML;
import static dev.gatehouse.gateway.signin.saml.TestResponses.assertion;
import static dev.gatehouse.gateway.signin.saml.TestResponses.cut;
import static dev.gatehouse.gateway.signin.saml.TestResponses.ofAlice;
import static dev.gatehouse.gateway.signin.saml.TestResponses.replace;
import static dev.gatehouse.gateway.signin.saml.TestResponses.response;
import static dev.gatehouse.gateway.signin.saml.TestResponses.saying;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Forgeries by somebody who has a good response and not the provider's key. */
record ForgedForms(TestProvider provider, TestProvider stranger) {

  /** What reads the XML must not be led astray. */
  Stream<Forgery> hidden() {
    String good = provider.signAssertion(ofAlice());
    String laughs = "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>";
    String file = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
    return Stream.of(
        Forgery.of("a comment in the name", SHAPE, replace(good, ">alice<", ">al<!-- -->ice<")),
        Forgery.of(
            "a comment in the name, signed so",
            SHAPE,
            saying(provider, s -> replace(s, ">alice<", ">root<!-- -->.evil<"))),
        Forgery.of(
            "a comment elsewhere",
            SHAPE,
            replace(good, "<saml:Subject>", "<!-- --><saml:Subject>")),
        Forgery.of("a comment beside the root", SHAPE, "<!-- -->" + good),
        Forgery.of("a comment behind the root", SHAPE, good + "<!-- -->"),
        Forgery.of("an instruction in the name", SHAPE, replace(good, ">alice<", ">al<?x y?>ice<")),
        Forgery.of(
            "character data in the name", SHAPE, replace(good, ">alice<", "><![CDATA[alice]]><")),
        Forgery.of(
            "an element in the name",
            SHAPE,
            saying(provider, s -> replace(s, ">alice<", "><a/>x<"))),
        Forgery.of("a document type", XML, "<!DOCTYPE a>" + good),
        Forgery.of("an entity of a file", XML, file + replace(good, ">alice<", ">&e;<")),
        Forgery.of("entities of entities", XML, laughs + replace(good, ">alice<", ">&b;<")),
        Forgery.of("an entity that is nowhere", XML, replace(good, ">alice<", ">&e;<")),
        Forgery.of("XML 1.1", XML, "<?xml version=\"1.1\"?>" + good),
        Forgery.of("half of it", XML, good.substring(0, good.length() / 2)),
        Forgery.of("no response", SHAPE, provider.signAssertion(assertion("_a1", "alice"))),
        Forgery.of("no assertion", SHAPE, response("")),
        Forgery.of("deep", XML, response("<a>".repeat(5000) + "</a>".repeat(5000))),
        Forgery.of("rather deep", SHAPE, extended(good, "<a>".repeat(60) + "</a>".repeat(60))),
        Forgery.of("of many elements", SHAPE, extended(good, "<a/>".repeat(25_000))),
        new Forgery("not base64", Refusal.BASE64, "<samlp:Response/>"),
        new Forgery("nothing", Refusal.SIZE, ""),
        new Forgery("large", Refusal.SIZE, "A".repeat(300_000)),
        new Forgery(
            "bytes that are no UTF-8",
            XML,
            Base64.getEncoder()
                .encodeToString(replace(good, ">alice<", ">al\u00e9<").getBytes(ISO_8859_1))));
  }

  /** Signature wrapping: the kinds 1 to 8 of the literature, and some more. */
  Stream<Forgery> wrapped() {
    String signed = provider.signResponse(ofAlice());
    String over = cut(signed, "<ds:Signature", "</ds:Signature>");
    String bare = replace(signed, over, "");
    String other =
        replace(replace(signed, " ID=\"_response\"", " ID=\"_evil\""), ">alice<", ">mallory<");
    String good = provider.signAssertion(ofAlice());
    String signature = cut(good, "<ds:Signature", "</ds:Signature>");
    String whole = cut(good, "<saml:Assertion", "</saml:Assertion>");
    String unsigned = replace(whole, signature, "");
    String evil = assertion("_evil", "mallory");
    String carrier = replace(evil, "</saml:Issuer>", "</saml:Issuer>" + signature);
    String end = "</ds:Signature>";
    String inObject =
        replace(carrier, end, "<ds:Object xmlns=\"\">" + unsigned + "</ds:Object>" + end);
    return Stream.of(
        Forgery.of("1: the response in its own signature", SHAPE, replace(other, end, bare + end)),
        Forgery.of(
            "2: the response beside its signature",
            SHAPE,
            replace(replace(other, over, ""), "<samlp:Status>", bare + over + "<samlp:Status>")),
        Forgery.of("3: an assertion before", SHAPE, replace(good, whole, evil + whole)),
        Forgery.of("3b: an assertion behind", SHAPE, replace(good, whole, whole + evil)),
        Forgery.of(
            "4: inside of another",
            SHAPE,
            replace(good, whole, replace(evil, "</saml:Assertion>", whole + "</saml:Assertion>"))),
        Forgery.of(
            "5: another with its signature", SHAPE, replace(good, whole, carrier + unsigned)),
        Forgery.of(
            "6: inside of the signature of another",
            SHAPE,
            replace(good, whole, replace(carrier, end, unsigned + end))),
        Forgery.of("7: another in extensions", SHAPE, extended(good, evil)),
        Forgery.of("8: in an object of the signature", SHAPE, replace(good, whole, inObject)),
        Forgery.of("an object in the signature", SHAPE, replace(good, end, "<ds:Object/>" + end)),
        Forgery.of("a manifest in it", SHAPE, replace(good, end, "<ds:Manifest/>" + end)),
        Forgery.of("many attributes", SHAPE, extended(good, "<a " + attributes(41) + "/>")),
        Forgery.of("another alone with its signature", SIGNATURE, replace(good, whole, carrier)),
        Forgery.of(
            "another of the same id",
            SHAPE,
            extended(
                replace(good, whole, replace(carrier, "_evil", "_a1")),
                "<x ID=\"_a1\">" + unsigned + "</x>")),
        Forgery.of(
            "an element of the same id",
            SHAPE,
            extended(replace(good, whole, replace(carrier, "_evil", "_a1")), "<x id=\"_a1\"/>")),
        Forgery.of(
            "in the detail of the status",
            SHAPE,
            replace(
                replace(good, whole, carrier),
                "</samlp:Status>",
                "<samlp:StatusDetail>" + unsigned + "</samlp:StatusDetail></samlp:Status>")),
        Forgery.of(
            "in advice",
            SHAPE,
            saying(
                provider,
                s ->
                    replace(
                        s,
                        "<saml:AuthnStatement",
                        "<saml:Advice>" + evil + "</saml:Advice><saml:AuthnStatement"))));
  }

  private static String attributes(int count) {
    return IntStream.range(0, count).mapToObj(i -> "a" + i + "=\"\"").collect(joining(" "));
  }

  private static String extended(String xml, String extension) {
    return replace(
        xml,
        "<samlp:Status>",
        "<samlp:Extensions>" + extension + "</samlp:Extensions><samlp:Status>");
  }

  /** What is called a signature and is none, or not the provider's. */
  Stream<Forgery> badlySigned() {
    String good = provider.signAssertion(ofAlice());
    String signature = cut(good, "<ds:Signature ", "</ds:Signature>");
    String value = cut(good, "<ds:SignatureValue>", "</ds:SignatureValue>");
    String reference = cut(good, "<ds:Reference", "</ds:Reference>");
    String enveloped = "<ds:Transform Algorithm=\"" + SamlNames.ENVELOPED + "\"/>";
    String exclusive = "<ds:Transform Algorithm=\"" + SamlNames.EXCLUSIVE + "\"/>";
    String rsa = SamlNames.SIGNATURE_MORE + "rsa-sha256";
    String path = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    return Stream.of(
        Forgery.of("not signed", UNSIGNED, ofAlice()),
        Forgery.of("signed by a stranger", SIGNATURE, stranger.signAssertion(ofAlice())),
        Forgery.of("all of it signed by a stranger", SIGNATURE, stranger.signResponse(ofAlice())),
        Forgery.of(
            "good inside, signed by a stranger around it",
            SIGNATURE,
            stranger.signResponse(provider.signAssertion(ofAlice()))),
        Forgery.of("another name", SIGNATURE, replace(good, ">alice<", ">mallory<")),
        Forgery.of("another group", SIGNATURE, replace(good, ">payments<", ">admins<")),
        Forgery.of("a signature of the response moved", SIGNATURE, moved()),
        Forgery.of("a reference to all", SIGNATURE, replace(good, "URI=\"#_a1\"", "URI=\"\"")),
        Forgery.of(
            "a reference to nothing", SIGNATURE, replace(good, "URI=\"#_a1\"", "URI=\"#_b\"")),
        Forgery.of(
            "a reference elsewhere", SIGNATURE, replace(good, "URI=\"#_a1\"", "URI=\"http://a/\"")),
        Forgery.of("two references", SIGNATURE, replace(good, reference, reference + reference)),
        Forgery.of("no reference", SIGNATURE, replace(good, reference, "")),
        Forgery.of("two signatures", SIGNATURE, replace(good, signature, signature + signature)),
        Forgery.of(
            "a secret that is public", ALGORITHM, replace(good, "rsa-sha256", "hmac-sha256")),
        Forgery.of("SHA-1", ALGORITHM, replace(good, rsa, SamlNames.SIGNATURE + "rsa-sha1")),
        Forgery.of(
            "SHA-1, signed so",
            ALGORITHM,
            provider.by(SamlNames.SIGNATURE + "rsa-sha1").signAssertion(ofAlice())),
        Forgery.of("a digest of SHA-1", ALGORITHM, replace(good, "xmlenc#sha256", "xmldsig#sha1")),
        Forgery.of(
            "of another kind of key", SIGNATURE, replace(good, "rsa-sha256", "ecdsa-sha256")),
        Forgery.of(
            "a transform that leaves out",
            ALGORITHM,
            replace(
                good,
                enveloped,
                "<ds:Transform Algorithm=\"" + path + "\"><ds:XPath>1</ds:XPath></ds:Transform>")),
        Forgery.of("a transform less", ALGORITHM, replace(good, exclusive, "")),
        Forgery.of("a transform more", ALGORITHM, replace(good, exclusive, exclusive + exclusive)),
        Forgery.of(
            "canonical with comments", ALGORITHM, replace(good, "c14n#\"", "c14n#WithComments\"")),
        Forgery.of("no value", SIGNATURE, replace(good, value, "<ds:SignatureValue/>")),
        Forgery.of(
            "a value that is no base64",
            SIGNATURE,
            replace(good, value, "<ds:SignatureValue>?</ds:SignatureValue>")),
        Forgery.of(
            "an empty signature",
            SIGNATURE,
            replace(good, signature, "<ds:Signature xmlns:ds=\"" + SamlNames.SIGNATURE + "\"/>")));
  }

  /** Good over the response, but found where only the assertion's may be. */
  private String moved() {
    String signed = provider.signResponse(ofAlice());
    String signature = cut(signed, "<ds:Signature", "</ds:Signature>");
    String elsewhere = replace(signed, signature, "");
    int issuer = elsewhere.lastIndexOf("</saml:Issuer>") + "</saml:Issuer>".length();
    return elsewhere.substring(0, issuer) + signature + elsewhere.substring(issuer);
  }
}
