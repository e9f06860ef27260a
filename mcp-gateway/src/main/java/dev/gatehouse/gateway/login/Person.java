package dev.gatehouse.gateway.login;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Who signs in, as far as can be told something. */
public interface Person {
  /**
   * Is told what follows, before anything is to be typed or opened: the gateway alone has chosen.
   *
   * @param scopes what the tokens will be good for, in words of the issuer
   */
  void begins(URI gateway, String issuer, Set<String> scopes);

  /** Is to open this address in a browser on this machine. */
  void visit(URI address);

  /** Is to type this code into a browser anywhere. */
  void enter(Code code);

  /**
   * A code that stands for a sign-in that was begun here.
   *
   * @param address where it is typed
   * @param complete the address with the code in it already
   */
  record Code(URI address, String text, Optional<URI> complete) {}
}
