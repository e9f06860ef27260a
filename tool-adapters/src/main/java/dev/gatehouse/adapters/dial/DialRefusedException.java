package dev.gatehouse.adapters.dial;

import java.io.IOException;

/** An address that must not be connected to. Its message says what to write where that is wrong. */
public final class DialRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  DialRefusedException(String message) {
    super(message);
  }
}
