package dev.gatehouse.gateway.identity;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An issuer: which of its tokens are good, and who they say is calling. Thread-safe. */
final class TokenIssuer {
  /** Agents that act for agents; a chain beyond this is nobody's. */
  private static final int ACTORS_MAX = 8;

  private static final ClaimPath CLIENT_ID = new ClaimPath("client_id");
  private static final ClaimPath AUTHORIZED_PARTY = new ClaimPath("azp");

  private final IssuerSettings settings;
  private final SignedTokens signed;
  private final Optional<OpaqueTokens> opaque;
  private final Function<List<String>, Set<Role>> roles;

  /**
   * Fetches nothing yet.
   *
   * @param roles of somebody who is in these groups
   */
  TokenIssuer(
      IssuerSettings settings,
      RemoteJson remote,
      InstantSource clock,
      Function<List<String>, Set<Role>> roles) {
    this.settings = settings;
    this.signed =
        new SignedTokens(settings, new IssuerKeys(settings.issuer(), settings.keys(), remote));
    this.opaque =
        settings.introspection().map(asking -> new OpaqueTokens(settings, asking, remote, clock));
    this.roles = roles;
  }

  IssuerSettings settings() {
    return settings;
  }

  /** Checks a signed token that says that it is this issuer's. */
  Checked signed(String token) {
    return required(signed.check(token));
  }

  /** Asks about a token that says nothing; nothing where this issuer is not asked. */
  Optional<Checked> opaque(String token) {
    return opaque.map(asked -> required(asked.check(token)));
  }

  private Checked required(Checked checked) {
    return checked instanceof Checked.Good(JsonObject claims)
            && !settings.required().stream().allMatch(test -> test.holds(claims))
        ? new Checked.Bad("claims")
        : checked;
  }

  /** What a reading of claims gives. */
  sealed interface Named {
    /** This principal. */
    record Somebody(Principal principal) implements Named {}

    /** Nobody, for a reason in one word. */
    record Nobody(String reason) implements Named {}
  }

  /** Who is meant by claims that are good. */
  Named named(JsonObject claims) {
    Optional<List<Actor>> actors = actors(claims);
    if (actors.isEmpty()) {
      return new Named.Nobody("actors");
    }
    if (settings.workloads().isEmpty()) {
      return settings
          .mapping()
          .name()
          .text(claims)
          .<Named>map(
              name ->
                  somebody(name, settings.mapping().groups().texts(claims), claims, actors.get()))
          .orElseGet(() -> new Named.Nobody("no-name"));
    }
    for (WorkloadRule rule : settings.workloads()) {
      if (rule.when().holds(claims)) {
        return rule.name(claims)
            .<Named>map(name -> somebody(name, rule.groups(), claims, actors.get()))
            .orElseGet(() -> new Named.Nobody("no-name"));
      }
    }
    return new Named.Nobody("no-rule");
  }

  private Named somebody(String name, List<String> groups, JsonObject claims, List<Actor> actors) {
    ClaimMapping mapping = settings.mapping();
    Optional<String> application =
        mapping.application().isPresent()
            ? mapping.application().get().text(claims)
            : CLIENT_ID.text(claims).or(() -> AUTHORIZED_PARTY.text(claims));
    Optional<Instant> expires =
        claims.get("exp") instanceof JsonNumber end
            ? Optional.of(Instant.ofEpochSecond(end.longValue()).plus(settings.skew()))
            : Optional.empty();
    return new Named.Somebody(
        new Principal(
            name,
            Optional.of(settings.issuer()),
            groups,
            roles.apply(groups),
            new LinkedHashSet<>(mapping.scopes().words(claims)),
            application,
            actors,
            claims,
            expires,
            true));
  }

  /** The chain of actors; nothing where it is no chain, or too long. */
  private static Optional<List<Actor>> actors(JsonObject claims) {
    List<Actor> actors = new ArrayList<>();
    JsonObject holder = claims;
    while (holder.containsKey("act")) {
      Optional<String> name =
          holder.get("act") instanceof JsonObject actor
              ? new ClaimPath("sub").text(actor)
              : Optional.empty();
      if (name.isEmpty() || actors.size() == ACTORS_MAX) {
        return Optional.empty();
      }
      holder = holder.getJsonObject("act");
      actors.add(new Actor(name.get(), new ClaimPath("iss").text(holder)));
    }
    return Optional.of(actors);
  }
}
