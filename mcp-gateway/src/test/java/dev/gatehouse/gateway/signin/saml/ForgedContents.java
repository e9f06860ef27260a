package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Refusal.ALGORITHM;
import static dev.gatehouse.gateway.signin.saml.Refusal.AUDIENCE;
import static dev.gatehouse.gateway.signin.saml.Refusal.CONDITION;
import static dev.gatehouse.gateway.signin.saml.Refusal.CONFIRMATION;
import static dev.gatehouse.gateway.signin.saml.Refusal.DECRYPTION;
import static dev.gatehouse.gateway.signin.saml.Refusal.DESTINATION;
import static dev.gatehouse.gateway.signin.saml.Refusal.EARLY;
import static dev.gatehouse.gateway.signin.saml.Refusal.EXPIRED;
import static dev.gatehouse.gateway.signin.saml.Refusal.ISSUER;
import static dev.gatehouse.gateway.signin.saml.Refusal.NAME;
import static dev.gatehouse.gateway.signin.saml.Refusal.REQUEST;
import static dev.gatehouse.gateway.signin.saml.Refusal.SHAPE;
import static dev.gatehouse.gateway.signin.saml.Refusal.SIGNATURE;
import static dev.gatehouse.gateway.signin.saml.Refusal.STATEMENT;
import static dev.gatehouse.gateway.signin.saml.Refusal.STATUS;
import static dev.gatehouse.gateway.signin.saml.Refusal.TIME;
import static dev.gatehouse.gateway.signin.saml.Refusal.UNSIGNED;
import static dev.gatehouse.gateway.signin.saml.Refusal.VERSION;
import static dev.gatehouse.gateway.signin.saml.Refusal.XML;
import static dev.gatehouse.gateway.signin.saml.TestResponses.CONSUMER;
import static dev.gatehouse.gateway.signin.saml.TestResponses.assertion;
import static dev.gatehouse.gateway.signin.saml.TestResponses.cut;
import static dev.gatehouse.gateway.signin.saml.TestResponses.ofAlice;
import static dev.gatehouse.gateway.signin.saml.TestResponses.response;

import java.security.PublicKey;
import java.util.stream.Stream;

/** What the provider itself signed, and is not for us, not now, or about nobody. */
record ForgedContents(TestProvider provider, TestProvider stranger, PublicKey ours) {
  private static final String CONFIRMED = "SubjectConfirmationData InResponseTo=\"_request1\"";
  private static final String UNTIL = " NotOnOrAfter=\"2026-11-23T12:05:00Z\"";

  Stream<Forgery> notForUs() {
    return Stream.of(
        says("another audience", AUDIENCE, ">https://gatehouse.example<", ">https://other<"),
        says(
            "the audience in capitals", AUDIENCE, ">https://gatehouse.ex", ">https://Gatehouse.ex"),
        says(
            "more than the audience",
            AUDIENCE,
            "example</saml:Audience>",
            "example/</saml:Audience>"),
        lacks("no audience", AUDIENCE, "<saml:AudienceRestriction>", "</saml:AudienceRestriction>"),
        lacks("no conditions", AUDIENCE, "<saml:Conditions", "</saml:Conditions>"),
        says(
            "one audience of two restrictions",
            AUDIENCE,
            "</saml:Conditions>",
            "<saml:AudienceRestriction><saml:Audience>https://other</saml:Audience>"
                + "</saml:AudienceRestriction></saml:Conditions>"),
        says(
            "a condition unheard of",
            CONDITION,
            "</saml:Conditions>",
            "<x:y xmlns:x=\"urn:x\"/></saml:Conditions>"),
        says("another recipient", CONFIRMATION, "Recipient=\"" + CONSUMER, "Recipient=\"https://o"),
        says("no recipient", CONFIRMATION, "Recipient=\"" + CONSUMER + "\"", ""),
        says("the answer to another request", REQUEST, CONFIRMED, CONFIRMED.replace("1", "2")),
        says("the answer to none", REQUEST, CONFIRMED, "SubjectConfirmationData"),
        says(
            "a response to another request",
            REQUEST,
            "InResponseTo=\"_request1\"><saml:Issuer",
            "InResponseTo=\"_request2\"><saml:Issuer"),
        says("unasked for", REQUEST, " InResponseTo=\"_request1\"", ""),
        says("sent elsewhere", DESTINATION, "Destination=\"" + CONSUMER, "Destination=\"https://o"),
        Forgery.of(
            "signed as a whole, sent nowhere",
            DESTINATION,
            provider.signResponse(ofAlice().replace("Destination=\"" + CONSUMER + "\"", ""))),
        says(
            "an assertion of another issuer",
            ISSUER,
            "Z\"><saml:Issuer>https:",
            "Z\"><saml:Issuer>http:"),
        says("a response of another issuer", ISSUER, "assertion\">https:", "assertion\">http:"),
        says(
            "an issuer less",
            ISSUER,
            "<saml:Issuer>https://idp.example/saml</saml:Issuer>",
            "<saml:Issuer/>"),
        says("no success", STATUS, "status:Success", "status:Responder"),
        lacks("no status", STATUS, "<samlp:Status>", "</samlp:Status>"));
  }

  Stream<Forgery> notNow() {
    return Stream.of(
        says("all over", EXPIRED, "12:05:00Z", "11:58:59Z"),
        says(
            "conditions over",
            EXPIRED,
            "11:59:00Z\"" + UNTIL,
            "11:50:00Z\" NotOnOrAfter=\"2026-11-23T11:58:59Z\""),
        says(
            "confirmed no longer",
            EXPIRED,
            CONFIRMED + UNTIL,
            CONFIRMED + UNTIL.replace("12:05:00", "11:59:00")),
        says("the session over", EXPIRED, "T20:00:00Z", "T11:00:00Z"),
        says(
            "not yet",
            EARLY,
            "NotBefore=\"2026-11-23T11:59:00Z\"",
            "NotBefore=\"2026-11-23T12:01:01Z\""),
        says(
            "confirmed later", EARLY, CONFIRMED, CONFIRMED + " NotBefore=\"2026-11-23T12:04:00Z\""),
        says(
            "issued in the future",
            EARLY,
            "12:00:00Z\"><saml:Issuer>",
            "12:02:00Z\"><saml:Issuer>"),
        says("without an end", TIME, CONFIRMED + UNTIL, CONFIRMED),
        says("a time without a zone", TIME, "12:05:00Z", "12:05:00"),
        says("no time", TIME, "12:05:00Z", "noon"),
        says(
            "never issued",
            TIME,
            "IssueInstant=\"2026-11-23T12:00:00Z\"><saml:Issuer>",
            "><saml:Issuer>"));
  }

  Stream<Forgery> aboutNobody() {
    String subject = "<saml:Subject><saml:NameID>root</saml:NameID></saml:Subject>";
    return Stream.of(
        says("a holder of a key", CONFIRMATION, "cm:bearer", "cm:holder-of-key"),
        says("sender vouches", CONFIRMATION, "cm:bearer", "cm:sender-vouches"),
        lacks(
            "not confirmed",
            CONFIRMATION,
            "<saml:SubjectConfirmation ",
            "</saml:SubjectConfirmation>"),
        lacks("nobody signed in", STATEMENT, "<saml:AuthnStatement", "</saml:AuthnStatement>"),
        lacks("no subject", NAME, "<saml:Subject>", "</saml:Subject>"),
        says("two subjects", NAME, "<saml:Conditions", subject + "<saml:Conditions"),
        says(
            "two names",
            NAME,
            "<saml:SubjectConfirmation ",
            "<saml:NameID>root</saml:NameID><saml:SubjectConfirmation "),
        lacks("no name", NAME, "<saml:NameID ", "</saml:NameID>"),
        says("an empty name", NAME, ">alice<", "><"),
        says("a name of blanks", NAME, ">alice<", ">  <"),
        says("a name with a blank", NAME, ">alice<", ">alice <"),
        says("a name of two lines", NAME, ">alice<", ">alice&#10;root<"),
        says("a long name", NAME, ">alice<", ">" + "a".repeat(257) + "<"),
        says("a name for one time", NAME, "nameid-format:persistent", "nameid-format:transient"),
        says(
            "SAML 1.1 inside", VERSION, "ID=\"_a1\" Version=\"2.0\"", "ID=\"_a1\" Version=\"1.1\""),
        says(
            "SAML 2.1 outside",
            VERSION,
            "ID=\"_response\" Version=\"2.0\"",
            "ID=\"_response\" Version=\"2.1\""),
        says("a very long id", SHAPE, "_a1", "_" + "a".repeat(300)));
  }

  Stream<Forgery> encrypted() {
    TestEncryption best = TestEncryption.best(ours);
    String plain = assertion("_a1", "alice");
    String good = cut(provider.signAssertion(ofAlice()), "<saml:Assertion", "</saml:Assertion>");
    String strange = cut(stranger.signAssertion(ofAlice()), "<saml:Assertion", "</saml:Assertion>");
    String cbc = SamlNames.ENCRYPTION + "aes256-cbc";
    String sealed = response(best.encrypt(good));
    return Stream.of(
        Forgery.of("not signed, inside or out", UNSIGNED, response(best.encrypt(plain))),
        Forgery.of("signed by a stranger", SIGNATURE, response(best.encrypt(strange))),
        Forgery.of(
            "RSA 1.5",
            ALGORITHM,
            response(best.transport(SamlNames.ENCRYPTION + "rsa-1_5").encrypt(good))),
        Forgery.of("CBC", ALGORITHM, response(best.content(cbc, 32).encrypt(good))),
        Forgery.of(
            "CBC, signed outside",
            ALGORITHM,
            provider.signResponse(response(best.content(cbc, 32).encrypt(good)))),
        Forgery.of(
            "a key too short", DECRYPTION, response(best.content(gcm(256), 16).encrypt(good))),
        Forgery.of("no key", DECRYPTION, response(best.content(gcm(256), 0).encrypt(good))),
        Forgery.of(
            "to somebody else",
            DECRYPTION,
            response(TestEncryption.best(stranger.keys().getPublic()).encrypt(good))),
        Forgery.of("a byte changed", DECRYPTION, lastByteChanged(sealed)),
        Forgery.of("one in clear beside", SHAPE, response(best.encrypt(good) + plain)),
        Forgery.of("two", SHAPE, response(best.encrypt(good) + best.encrypt(good))),
        Forgery.of(
            "a response inside", SHAPE, response(best.encrypt(provider.signAssertion(ofAlice())))),
        Forgery.of("a comment inside", SHAPE, response(best.encrypt(good + "<!-- -->"))),
        Forgery.of("a document type inside", XML, response(best.encrypt("<!DOCTYPE a>" + good))),
        Forgery.of("no XML inside", XML, response(best.encrypt("alice"))));
  }

  private static String gcm(int bits) {
    return SamlNames.ENCRYPTION_11 + "aes" + bits + "-gcm";
  }

  /** Of the content, whose value is the last. */
  private static String lastByteChanged(String xml) {
    int at = xml.lastIndexOf("</e:CipherValue>") - 8;
    char other = xml.charAt(at) == 'A' ? 'B' : 'A';
    return xml.substring(0, at) + other + xml.substring(at + 1);
  }

  private Forgery says(String name, Refusal reason, String old, String with) {
    return Forgery.of(
        name, reason, TestResponses.saying(provider, s -> TestResponses.replace(s, old, with)));
  }

  private Forgery lacks(String name, Refusal reason, String from, String to) {
    return Forgery.of(
        name,
        reason,
        TestResponses.saying(provider, s -> TestResponses.replace(s, cut(s, from, to), "")));
  }
}
