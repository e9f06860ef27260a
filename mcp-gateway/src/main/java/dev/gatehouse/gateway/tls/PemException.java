package dev.gatehouse.gateway.tls;

/** A file that is not what TLS needs. Its message begins with the file's name. */
public final class PemException extends Exception {
  private static final long serialVersionUID = 1L;

  PemException(String message) {
    super(message);
  }
}
