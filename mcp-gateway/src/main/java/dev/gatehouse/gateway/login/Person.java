package dev.gatehouse.gateway.login;

import java.net.URI;
import java.util.Optional;

/** Who signs in, as far as can be told something. */
public interface Person {
  /** Is to open this address in a browser on this machine. */
  void visit(URI address);

  /**
   * Is to open this address anywhere, and to type the code there.
   *
   * @param complete the address with the code in it already
   */
  void enter(URI address, String code, Optional<URI> complete);
}
