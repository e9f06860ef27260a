package dev.gatehouse.recordings.timestamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.timestamp.TestCertificates.Issued;
import dev.gatehouse.recordings.timestamp.TestCertificates.Usage;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.junit.jupiter.api.Test;

/** What is a token, and, for each rule, one that breaks just that. */
class TimestampTokenTest {
  private static final byte[] NOTE = "example.com/log\n8\nroot=\n\n— x\n".getBytes(UTF_8);
  private static final BigInteger NONCE = BigInteger.valueOf(99);
  private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.2.3.4");
  private static final TestCertificates CERTIFICATES = new TestCertificates("EC");
  private static final Issued SIGNER = CERTIFICATES.timestamper();

  private static TokenForge forge() {
    return new TokenForge(SIGNER);
  }

  private static TimestampToken accept(TokenForge forge) throws TimestampException {
    return accept(forge.response(NOTE, NONCE));
  }

  private static TimestampToken accept(byte[] response) throws TimestampException {
    TimestampToken.verify(response, NOTE);
    return TimestampToken.verify(response, NOTE, CERTIFICATES.anchors());
  }

  private static void refuse(String why, TokenForge forge) {
    refuse(why, forge.response(NOTE, NONCE));
  }

  private static void refuse(String why, byte[] response) {
    TimestampException refused =
        assertThrows(TimestampException.class, () -> TimestampToken.verify(response, NOTE));
    assertTrue(refused.toString().contains(why), refused.toString());
  }

  @Test
  void saysWhatTheAuthoritySaid() throws TimestampException {
    byte[] response = forge().response(NOTE, NONCE);
    TimestampToken token = accept(response);
    assertArrayEquals(response, token.response());
    assertEquals(TokenForge.GEN_TIME, token.genTime());
    assertEquals(TestTsa.POLICY, token.policy());
    assertEquals("O=Gatehouse tests,CN=Test TSA", token.authority());
  }

  @Test
  void acceptsRsaAndBothFormsOfTheSigningCertificateAttribute() throws TimestampException {
    accept(forge().essVersion(1));
    accept(forge().signatureAlgorithm("SHA512withECDSA"));
    TestCertificates rsa = new TestCertificates("RSA");
    for (String algorithm : new String[] {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA"}) {
      byte[] response =
          new TokenForge(rsa.timestamper()).signatureAlgorithm(algorithm).response(NOTE, NONCE);
      TimestampToken.verify(response, NOTE, rsa.anchors());
      assertThrows(
          TimestampException.class,
          () -> TimestampToken.verify(response, NOTE, CERTIFICATES.anchors()));
    }
  }

  @Test
  void refusesAnotherNote() {
    byte[] response = forge().response(NOTE, NONCE);
    byte[] other = NOTE.clone();
    other[3] ^= 1;
    TimestampException refused =
        assertThrows(TimestampException.class, () -> TimestampToken.verify(response, other));
    assertTrue(refused.toString().contains("imprint"), refused.toString());
  }

  @Test
  void refusesAnImprintByAnotherHash() {
    refuse("imprint", forge().imprint(NISTObjectIdentifiers.id_sha512, "SHA-512"));
    refuse("imprint", forge().imprint(NISTObjectIdentifiers.id_sha3_256, "SHA-256"));
    refuse("imprint", forge().imprint(OIWObjectIdentifiers.idSHA1, "SHA-1"));
  }

  @Test
  void refusesASignatureByAnotherKey() {
    refuse("signature", forge().signedBy(new TestCertificates("EC").timestamper()));
  }

  @Test
  void refusesASignatureOverSha1() {
    refuse("expected RSA or ECDSA over SHA-2", forge().signatureAlgorithm("SHA1withECDSA"));
  }

  @Test
  void refusesASigningCertificateAttributeThatIsMissingOrOfAnother() {
    refuse("certificate", forge().essVersion(0));
    refuse("certificate", forge().naming(CERTIFICATES.timestamper().certificate()));
    refuse("certificate", forge().essVersion(1).naming(CERTIFICATES.timestamper().certificate()));
  }

  @Test
  void refusesCertificatesForOtherThanTimeStampingAlone() {
    for (Usage usage : Usage.values()) {
      if (usage != Usage.TIME_STAMPING) {
        Issued issued = CERTIFICATES.issue(CERTIFICATES.root(), usage, TestCertificates.NOT_AFTER);
        refuse("ExtendedKeyUsage", new TokenForge(issued));
      }
    }
  }

  @Test
  void judgesTheCertificateAtTheTimeInTheToken() throws TimestampException {
    Duration day = Duration.ofDays(1);
    Issued expired =
        CERTIFICATES.issue(
            CERTIFICATES.root(), Usage.TIME_STAMPING, TokenForge.GEN_TIME.minus(day));
    refuse("not valid", new TokenForge(expired));
    accept(new TokenForge(expired).genTime(TokenForge.GEN_TIME.minus(day).minus(day)));
    refuse("not valid", forge().genTime(TestCertificates.NOT_BEFORE.minus(day)));
  }

  @Test
  void refusesASigningTimeFarFromTheTimeInTheToken() throws TimestampException {
    accept(forge().signingLag(Duration.ofSeconds(30)));
    refuse("signing-time", forge().signingLag(Duration.ofHours(-1)));
  }

  @Test
  void refusesWhatIsNotAStatement() {
    refuse("a time-stamp statement", forge().contentType(PKCSObjectIdentifiers.data));
  }

  @Test
  void refusesATokenWithoutItsCertificate() {
    refuse("the signer's certificate", forge().withoutCertificates());
    refuse(
        "the signer's certificate",
        forge().withoutCertificates().with(CERTIFICATES.root().certificate()));
  }

  @Test
  void acceptsTheChainAndRefusesStrangersInIt() throws TimestampException {
    Issued intermediate =
        CERTIFICATES.issue(CERTIFICATES.root(), Usage.AUTHORITY, TestCertificates.NOT_AFTER);
    Issued signer =
        CERTIFICATES.issue(intermediate, Usage.TIME_STAMPING, TestCertificates.NOT_AFTER);
    accept(new TokenForge(signer).with(intermediate.certificate()));
    refuse(
        "nothing beside what is signed",
        new TokenForge(signer)
            .with(intermediate.certificate())
            .with(CERTIFICATES.root().certificate()));
    refuse(
        "nothing beside what is signed",
        new TokenForge(signer)
            .with(intermediate.certificate())
            .with(new TestCertificates("EC").root().certificate()));
    byte[] unlinked = new TokenForge(signer).response(NOTE, NONCE);
    TimestampToken.verify(unlinked, NOTE);
    TimestampException refused = assertThrows(TimestampException.class, () -> accept(unlinked));
    assertTrue(refused.toString().contains("trust anchor"), refused.toString());
  }

  @Test
  void refusesWhatNobodySigned() {
    refuse(
        "nothing beside what is signed",
        forge().unsigned(new Attribute(UNKNOWN, new DERSet(DERNull.INSTANCE))));
  }

  @Test
  void refusesACriticalExtensionThatItDoesNotKnow() throws TimestampException {
    accept(forge().extensions(new Extensions(new Extension(UNKNOWN, false, new byte[] {5, 0}))));
    refuse(
        "1.2.3.4",
        forge().extensions(new Extensions(new Extension(UNKNOWN, true, new byte[] {5, 0}))));
  }

  @Test
  void refusesTrailingAndMissingBytes() {
    byte[] response = forge().response(NOTE, NONCE);
    refuse("", Arrays.copyOf(response, response.length + 1));
    for (int length = 0; length < response.length; length++) {
      refuse("", Arrays.copyOf(response, length));
    }
  }

  @Test
  void refusesNestingWithoutEnd() {
    for (int depth : new int[] {100, 5_000, 60_000}) {
      byte[] nested = new byte[2 * depth];
      for (int i = 0; i < nested.length; i += 2) {
        nested[i] = 0x30;
        nested[i + 1] = (byte) 0x80;
      }
      refuse("", nested);
    }
  }

  @Test
  void refusesAnchorsThatAreNone() throws IOException {
    assertThrows(TimestampException.class, () -> TrustAnchors.ofPem(new byte[0]));
    assertThrows(TimestampException.class, () -> TrustAnchors.ofPem("nothing".getBytes(UTF_8)));
  }
}
