package dev.gatehouse.gateway.identity;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which tokens of one issuer are accepted, and what they say.
 *
 * @param issuer exactly as in the tokens' {@code iss}
 * @param audiences of which a token must be meant for one
 * @param algorithms of the signature, asymmetric ones only
 * @param keys where those are that check it
 * @param mapping which claims say what
 * @param required what must hold of the claims besides
 * @param workloads who it is that a token without a person names; where there are none, tokens are
 *     people's
 * @param skew allowed between the issuer's clock and ours
 * @param introspection how opaque tokens are asked about
 * @param needsProof whether a token must be bound to a key that its client proves to hold
 */
public record IssuerSettings(
    String issuer,
    List<String> audiences,
    List<String> algorithms,
    Keys keys,
    ClaimMapping mapping,
    List<ClaimTest> required,
    List<WorkloadRule> workloads,
    Duration skew,
    Optional<IntrospectionSettings> introspection,
    boolean needsProof) {

  /** Where an issuer's keys are. */
  public sealed interface Keys {
    /** Named by its discovery document. */
    record Discovered() implements Keys {}

    /** At this address. */
    record At(URI address) implements Keys {}

    /** In this file, which is read again when it changes. */
    record In(Path file) implements Keys {}

    /** Our own, which are these at any time. */
    record Ours(Supplier<String> set) implements Keys {}
  }

  public IssuerSettings {
    audiences = List.copyOf(audiences);
    algorithms = List.copyOf(algorithms);
    required = List.copyOf(required);
    workloads = List.copyOf(workloads);
    if (audiences.isEmpty() || algorithms.isEmpty()) {
      throw new IllegalArgumentException("expected at least one audience and one algorithm");
    }
  }
}
