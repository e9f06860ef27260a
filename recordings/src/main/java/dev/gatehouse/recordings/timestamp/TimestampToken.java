package dev.gatehouse.recordings.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.jspecify.annotations.Nullable;

/**
 * A time-stamping authority's signed word that a note existed at a time, verified. Immutable.
 *
 * <p>Shape: the response of RFC 3161 in DER, saying granted, with the signer's certificates and
 * nothing that nobody signed. Units: {@code genTime} is the authority's, to its own accuracy.
 */
public final class TimestampToken {
  private final byte[] response;
  private final X509Certificate signer;
  private final TimeStampTokenInfo statement;
  private final String certificateSha256;

  private TimestampToken(byte[] response, X509Certificate signer, TimeStampTokenInfo statement)
      throws GeneralSecurityException {
    this.response = response.clone();
    this.signer = signer;
    this.statement = statement;
    this.certificateSha256 = HexFormat.of().formatHex(Sha256.of(signer.getEncoded()));
  }

  /**
   * Verifies {@code response} against the bytes of the note that it should cover, from these bytes
   * alone: whose certificate it is stays open.
   *
   * <p>Errors: {@link TimestampException} says what does not hold.
   */
  public static TimestampToken verify(byte[] response, byte[] note) throws TimestampException {
    return reading(() -> strict(response, note).token());
  }

  /** As {@link #verify(byte[], byte[])}, and the signer's certificate leads to an anchor. */
  public static TimestampToken verify(byte[] response, byte[] note, TrustAnchors anchors)
      throws TimestampException {
    return reading(
        () -> {
          Checked checked = strict(response, note);
          TimestampToken token = checked.token();
          anchors.requireChain(
              token.signer, checked.parts().chain().certificates(), token.genTime());
          return token;
        });
  }

  /**
   * The token in what an authority answered to a request with {@code nonce}, with its response
   * brought into the one spelling that {@link #verify} accepts: authorities write words beside it
   * that they do not sign, and not all of them in DER.
   */
  static TimestampToken ofAnswer(byte[] answer, byte[] note, BigInteger nonce)
      throws TimestampException {
    return reading(
        () -> {
          TimestampToken token = strict(granted(answer).spelling(), note).token();
          if (!nonce.equals(token.statement.getNonce())) {
            throw new TimestampException("nonce of the token expected to be the request's");
          }
          return token;
        });
  }

  private record Checked(TimestampToken token, TokenParts parts) {}

  private static Checked strict(byte[] response, byte[] note)
      throws TimestampException,
          IOException,
          GeneralSecurityException,
          TSPException,
          OperatorCreationException {
    TokenParts parts = granted(response);
    if (!Arrays.equals(response, parts.spelling())) {
      throw new TimestampException("response expected in DER, with nothing beside what is signed");
    }
    TimeStampToken token = new TimeStampResponse(response).getTimeStampToken();
    TimeStampTokenInfo statement = token.getTimeStampInfo();
    requireImprint(statement, note);
    requireKnownExtensions(statement.getExtensions());
    X509Certificate signer = parts.chain().signer();
    // Signing-certificate attribute, key usage, validity at the token's time, and the signature.
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    return new Checked(new TimestampToken(response, signer, statement), parts);
  }

  private static TokenParts granted(byte[] response)
      throws TimestampException, IOException, GeneralSecurityException {
    TimeStampResp read = TimeStampResp.getInstance(ASN1Primitive.fromByteArray(response));
    PKIStatusInfo status = read.getStatus();
    if (status.getStatus().signum() != 0 || read.getTimeStampToken() == null) {
      throw new TimestampException("not granted: " + StatusWords.of(status));
    }
    return TokenParts.of(read.getTimeStampToken());
  }

  private static void requireImprint(TimeStampTokenInfo statement, byte[] note)
      throws TimestampException {
    if (!statement.getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
        || !SignatureForm.hasNoParameters(statement.getHashAlgorithm())
        || !Arrays.equals(Sha256.of(note), statement.getMessageImprintDigest())) {
      throw new TimestampException("imprint of the token expected to be the note's SHA-256");
    }
  }

  private static void requireKnownExtensions(@Nullable Extensions found) throws TimestampException {
    if (found != null && found.getCriticalExtensionOIDs().length > 0) {
      ASN1ObjectIdentifier first = found.getCriticalExtensionOIDs()[0];
      throw new TimestampException("critical extension `" + first + "` of the token is not known");
    }
  }

  /** The response's bytes, to be kept and handed on. */
  public byte[] response() {
    return response.clone();
  }

  /** When the note existed at the latest, as the authority's clock said. */
  public Instant genTime() {
    return statement.getGenTime().toInstant();
  }

  /** The authority's policy, as an object identifier with dots. */
  public String policy() {
    return statement.getPolicy().getId();
  }

  /** Whom the signing certificate names (RFC 2253). */
  public String authority() {
    return signer.getSubjectX500Principal().getName();
  }

  /** The SHA-256, in hex, of the signing certificate: it tells authorities apart, names do not. */
  public String certificateSha256() {
    return certificateSha256;
  }

  private interface Reading {
    TimestampToken read()
        throws TimestampException,
            IOException,
            GeneralSecurityException,
            TSPException,
            OperatorCreationException;
  }

  private static TimestampToken reading(Reading reading) throws TimestampException {
    try {
      return reading.read();
    } catch (IOException
        | GeneralSecurityException
        | TSPException
        | OperatorCreationException
        | RuntimeException e) {
      // RuntimeException: at bytes that strangers made the ASN.1 reader throws what comes to it.
      throw new TimestampException(
          "time-stamp response does not hold: " + Objects.toString(e.getMessage(), "malformed"), e);
    }
  }
}
