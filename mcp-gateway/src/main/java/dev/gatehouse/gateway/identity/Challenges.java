package dev.gatehouse.gateway.identity;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What callers are told who are turned away: where tokens come from, and which scopes to ask for.
 *
 * <p>Guarantee: a challenge says no more of a token than that it is not accepted, or that it has
 * expired, which its bearer can see. What clients act on stands before what people read, because
 * some of them look for the first thing that looks like it.
 *
 * <p>Source: RFC 6750 §3; RFC 9449 §7.1; RFC 9728 §5.1.
 *
 * @param metadata where our protected resource metadata is served
 * @param usual the scopes that every call needs
 * @param takesProofs whether some issuer's tokens may come with a proof
 */
public record Challenges(URI metadata, List<String> usual, boolean takesProofs) {
  /** What a scope is made of: RFC 6749 §3.3. */
  public static final String SCOPE = "[!#-\\[\\]-~]{1,100}";

  /** Of those that a client has already; a header has to fit. */
  private static final int GRANTED_MAX = 50;

  public Challenges {
    usual = List.copyOf(usual);
  }

  /** There was no token. */
  Identification noToken() {
    return new Identification.Challenged(401, header("", ""), "no-token");
  }

  /** The token is not accepted; why is for the record alone. */
  Identification refused(String reason) {
    String told = reason.equals("expired") ? "the token has expired" : "the token is not accepted";
    return new Identification.Challenged(
        401, header("error=\"invalid_token\"", "error_description=\"" + told + "\""), reason);
  }

  /** The token is good, and its proof is not. */
  Identification unproven(String reason) {
    return new Identification.Challenged(
        401,
        "DPoP error=\"invalid_dpop_proof\", resource_metadata=\"%s\", algs=\"%s\""
            .formatted(metadata, String.join(" ", Proofs.ALGORITHMS)),
        reason);
  }

  /**
   * The token is good, and its client was not granted enough: with those that it has, these are the
   * scopes that it should ask for.
   */
  public Identification.Challenged insufficient(
      Collection<String> granted, Collection<String> needed) {
    TreeSet<String> all = new TreeSet<>(needed);
    // A token may say anything; what is no scope must not get into a header.
    granted.stream().filter(scope -> scope.matches(SCOPE)).limit(GRANTED_MAX).forEach(all::add);
    String header =
        "Bearer error=\"insufficient_scope\", scope=\"%s\", resource_metadata=\"%s\""
            .formatted(String.join(" ", all), metadata);
    return new Identification.Challenged(403, header, "scope");
  }

  private String header(String error, String description) {
    StringBuilder header = new StringBuilder("Bearer ");
    Optional.of(error)
        .filter(text -> !text.isEmpty())
        .ifPresent(e -> header.append(e).append(", "));
    header.append("resource_metadata=\"").append(metadata).append('"');
    if (!usual.isEmpty()) {
      header.append(", scope=\"").append(String.join(" ", usual)).append('"');
    }
    if (!description.isEmpty()) {
      header.append(", ").append(description);
    }
    if (takesProofs) {
      header.append(", DPoP algs=\"").append(String.join(" ", Proofs.ALGORITHMS)).append('"');
    }
    return header.toString();
  }
}
