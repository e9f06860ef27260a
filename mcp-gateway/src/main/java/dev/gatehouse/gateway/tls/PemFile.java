package dev.gatehouse.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One PEM file, read once.
 *
 * <p>Source: RFC 7468. Immutable.
 *
 * @param name of the file, for messages
 */
record PemFile(String name, String text) {
  /** Hundreds of certificates fit. */
  private static final int BYTES_MAX = 1 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");

  /** Tried in turn: the form of a key does not tell it apart in a simpler way. */
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

  static PemFile read(Path file) throws PemException {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new PemException("`" + name + "` is larger than 1 MiB");
      }
      return new PemFile(name, new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      String why = Files.exists(file) ? " cannot be read" : " is not there";
      throw new PemException("`" + name + "`" + why);
    }
  }

  /** Its certificates in their order, at least one. */
  List<X509Certificate> certificates() throws PemException {
    List<X509Certificate> all = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        all.add(certificate(decoded(block.group(2))));
      }
    }
    if (all.isEmpty()) {
      throw new PemException("`" + name + "` holds no certificate; expected `BEGIN CERTIFICATE`");
    }
    return all;
  }

  private X509Certificate certificate(byte[] bytes) throws PemException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new PemException("`" + name + "` holds a certificate that cannot be read");
    }
  }

  /** Its one private key. */
  PrivateKey key() throws PemException {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      switch (block.group(1)) {
        case "PRIVATE KEY" -> {
          return key(decoded(block.group(2)));
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY" ->
            throw new PemException(
                "`%s` holds a key as `BEGIN %s`; expected `BEGIN PRIVATE KEY`, which `openssl pkcs8 -topk8 -nocrypt -in %s -out FILE` writes"
                    .formatted(name, block.group(1), name));
        default -> {
          // Parameters of curves and certificates may stand beside it.
        }
      }
    }
    throw new PemException("`" + name + "` holds no private key; expected `BEGIN PRIVATE KEY`");
  }

  private PrivateKey key(byte[] bytes) throws PemException {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        // It is of another algorithm.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    }
    throw new PemException(
        "`" + name + "` holds a key of no known kind; expected RSA, elliptic curve or Ed25519");
  }

  private byte[] decoded(String base64) throws PemException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new PemException("`" + name + "` is damaged: not base64");
    }
  }

  /** The name; the text may be a key. */
  @Override
  public String toString() {
    return "PemFile[" + name + "]";
  }
}
