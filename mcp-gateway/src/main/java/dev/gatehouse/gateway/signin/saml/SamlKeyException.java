package dev.gatehouse.gateway.signin.saml;

import java.nio.file.Path;

/**
 * A key or certificate of ours that cannot be used; the message names the file, and what is wrong.
 */
public final class SamlKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  SamlKeyException(Path file, String problem) {
    super(file + ": " + problem);
  }

  SamlKeyException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
