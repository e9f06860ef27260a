package dev.gatehouse.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the files of TLS held at one time: all of them, fitting together. Immutable.
 *
 * @param digest of the files' text, by which a change is noticed
 * @param chain our certificate, then those that lead to its authority
 * @param authorities of clients; empty where no certificates are asked of them
 */
record PemSet(
    String digest, List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
  private static final byte[] PROBE = "is it the same key".getBytes(StandardCharsets.US_ASCII);

  PemSet {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
  }

  /** The files as they lie there, unread; the same text as long as none of them changes. */
  static String digest(TlsSettings settings) {
    try {
      return Files.read(settings).digest();
    } catch (PemException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static PemSet read(TlsSettings settings) throws PemException {
    Files files = Files.read(settings);
    List<X509Certificate> chain = files.certificate().certificates();
    PrivateKey key = files.key().key();
    if (!fit(key, chain.getFirst().getPublicKey())) {
      throw new PemException(
          "`%s` is not the key of the first certificate in `%s`"
              .formatted(files.key().name(), files.certificate().name()));
    }
    List<X509Certificate> authorities =
        files.authorities().isPresent() ? files.authorities().get().certificates() : List.of();
    return new PemSet(files.digest(), chain, key, authorities);
  }

  /** What lies there, read but not understood. */
  private record Files(PemFile certificate, PemFile key, Optional<PemFile> authorities) {
    static Files read(TlsSettings settings) throws PemException {
      return new Files(
          PemFile.read(settings.certificate()),
          PemFile.read(settings.key()),
          settings.clients().isPresent()
              ? Optional.of(PemFile.read(settings.clients().get().authorities()))
              : Optional.empty());
    }

    String digest() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (PemFile file : List.of(certificate, key, authorities.orElse(new PemFile("", "")))) {
          digest.update(MessageDigest.getInstance("SHA-256").digest(bytes(file)));
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    private static byte[] bytes(PemFile file) {
      return file.text().getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** Whether what one signs the other verifies: a pair that does not would fail each client. */
  private static boolean fit(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "RSASSA-PSS" -> "";
          default -> key.getAlgorithm();
        };
    if (algorithm.isEmpty()) {
      return certified.getAlgorithm().equals(key.getAlgorithm());
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Which certificate it is, and nothing of the key. */
  @Override
  public String toString() {
    X509Certificate own = chain.getFirst();
    return own.getSubjectX500Principal() + " until " + own.getNotAfter().toInstant();
  }
}
