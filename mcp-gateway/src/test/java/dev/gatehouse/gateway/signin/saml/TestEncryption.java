package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts assertions to somebody, in the ways that there are. */
record TestEncryption(PublicKey to, String transport, String content, int keyBytes) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static TestEncryption best(PublicKey to) {
    return new TestEncryption(
        to, SamlNames.ENCRYPTION_11 + "rsa-oaep", SamlNames.ENCRYPTION_11 + "aes256-gcm", 32);
  }

  TestEncryption transport(String other) {
    return new TestEncryption(to, other, content, keyBytes);
  }

  TestEncryption content(String other, int bytes) {
    return new TestEncryption(to, transport, other, bytes);
  }

  String encrypt(String assertion) {
    byte[] key = new byte[keyBytes];
    RANDOM.nextBytes(key);
    try {
      return element(wrap(key), encrypt(assertion.getBytes(UTF_8), key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("not encrypted", e);
    }
  }

  private byte[] encrypt(byte[] text, byte[] key) throws GeneralSecurityException {
    if (key.length == 0) {
      return new byte[64];
    }
    boolean gcm = content.endsWith("gcm");
    byte[] vector = new byte[gcm ? 12 : 16];
    RANDOM.nextBytes(vector);
    Cipher aes = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "AES/CBC/ISO10126Padding");
    aes.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        gcm ? new GCMParameterSpec(128, vector) : new IvParameterSpec(vector));
    byte[] encrypted = aes.doFinal(text);
    byte[] all = new byte[vector.length + encrypted.length];
    System.arraycopy(vector, 0, all, 0, vector.length);
    System.arraycopy(encrypted, 0, all, vector.length, encrypted.length);
    return all;
  }

  private byte[] wrap(byte[] key) throws GeneralSecurityException {
    if (transport.endsWith("rsa-1_5")) {
      Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      rsa.init(Cipher.ENCRYPT_MODE, to);
      return rsa.doFinal(key);
    }
    Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
    boolean sha1 = transport.endsWith("mgf1p");
    rsa.init(
        Cipher.ENCRYPT_MODE,
        to,
        new OAEPParameterSpec(
            sha1 ? "SHA-1" : "SHA-256",
            "MGF1",
            sha1 ? MGF1ParameterSpec.SHA1 : MGF1ParameterSpec.SHA256,
            PSource.PSpecified.DEFAULT));
    return rsa.doFinal(key);
  }

  private String element(byte[] wrapped, byte[] encrypted) {
    String digests =
        transport.endsWith("rsa-oaep")
            ? """
            <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>\
            <e11:MGF xmlns:e11="http://www.w3.org/2009/xmlenc11#" \
            Algorithm="http://www.w3.org/2009/xmlenc11#mgf1sha256"/>\
            """
            : "";
    return """
    <saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">\
    <e:EncryptedData xmlns:e="http://www.w3.org/2001/04/xmlenc#">\
    <e:EncryptionMethod Algorithm="%s"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\
    <e:EncryptedKey><e:EncryptionMethod Algorithm="%s">%s</e:EncryptionMethod>\
    <e:CipherData><e:CipherValue>%s</e:CipherValue></e:CipherData></e:EncryptedKey></ds:KeyInfo>\
    <e:CipherData><e:CipherValue>%s</e:CipherValue></e:CipherData></e:EncryptedData>\
    </saml:EncryptedAssertion>\
    """
        .formatted(
            content,
            transport,
            digests,
            Base64.getEncoder().encodeToString(wrapped),
            Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(encrypted));
  }
}
