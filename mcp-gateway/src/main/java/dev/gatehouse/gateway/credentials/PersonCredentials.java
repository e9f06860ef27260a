package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.gateway.identity.Principal;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Shows an upstream what each person let the gateway do there. Who has connected nothing is let
 * through without a credential, for what the upstream gives to everybody; where it refuses, the
 * person is told where to connect it. Thread-safe.
 */
final class PersonCredentials implements Authorization {
  /** Who has connected it just now, and lacks a scope all the same, does not get it by more. */
  private static final Duration CONNECTED_JUST_NOW = Duration.ofMinutes(10);

  /** Where people connect upstreams, and what they have let us do. */
  interface Grants {
    GrantSlot slot(String owner, String upstream);

    /** Where this is done; nothing where the gateway has no pages. */
    Optional<URI> page(Ask ask);
  }

  private final PersonUpstream upstream;
  private final Grants grants;
  private final InstantSource clock;

  PersonCredentials(PersonUpstream upstream, Grants grants, InstantSource clock) {
    this.upstream = upstream;
    this.grants = grants;
    this.clock = clock;
  }

  @Override
  public Credential credential(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (!(conversation.subject() instanceof Principal principal)) {
      return Credential.NONE;
    }
    try {
      return slot(principal).credential(upstream, deadline).orElse(Credential.NONE);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Optional<Credential> refused(
      Conversation conversation, Credential shown, Refusal refusal, Deadline deadline)
      throws UpstreamException, InterruptedException {
    boolean wantsScopes = Challenge.wantsScopes(refusal);
    if (refusal.status() != 401 && !wantsScopes) {
      return Optional.empty();
    }
    if (!(conversation.subject() instanceof Principal principal)) {
      throw upstream.trouble().forbidden("lets in nobody but people who have connected it");
    }
    Challenge said = Challenge.in(refusal);
    upstream.heard(said);
    try {
      Optional<PersonGrant> grant = slot(principal).grant().filter(upstream::isFor);
      if (wantsScopes && grant.isPresent()) {
        throw steppingUp(principal, grant.get(), said);
      }
      Optional<Credential> other =
          shown.equals(Credential.NONE) && grant.isEmpty()
              ? Optional.empty()
              : slot(principal).renewed(upstream, shown, deadline);
      if (other.isPresent()) {
        return other;
      }
      throw waiting(principal, wanted(List.of(), said.scopes()));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private UpstreamException steppingUp(Principal principal, PersonGrant grant, Challenge said) {
    List<String> before = grant.ask().scopes();
    boolean isNew = clock.instant().isBefore(grant.connected().plus(CONNECTED_JUST_NOW));
    if (!upstream.settings().scopes().isEmpty() || (before.containsAll(said.scopes()) && isNew)) {
      return upstream
          .trouble()
          .forbidden("wants more than " + principal.name() + " was given there, by its scopes");
    }
    return waiting(principal, wanted(before, said.scopes()));
  }

  /** What was asked for before stays asked for: servers give what is asked for, and no more. */
  private List<String> wanted(List<String> before, List<String> more) {
    if (!upstream.settings().scopes().isEmpty()) {
      return upstream.settings().scopes();
    }
    LinkedHashSet<String> all = new LinkedHashSet<>(before);
    all.addAll(more);
    return List.copyOf(all);
  }

  private UpstreamException waiting(Principal principal, List<String> scopes) {
    Ask ask = new Ask(principal.owner(), principal.name(), upstream.name(), scopes);
    return grants
        .page(ask)
        .map(
            page ->
                UpstreamException.notConnected(
                    "upstream `%s` waits for %s to connect it"
                        .formatted(upstream.name(), principal.name()),
                    page))
        .orElseGet(
            () ->
                upstream
                    .trouble()
                    .forbidden(
                        "waits for %s to connect it, by a gateway that serves HTTP"
                            .formatted(principal.name())));
  }

  private GrantSlot slot(Principal principal) {
    return grants.slot(principal.owner(), upstream.name());
  }

  private UpstreamException unreadable(SQLException e) {
    return upstream
        .trouble()
        .away("cannot be called: its grants cannot be read: " + DatabaseException.told(e));
  }
}
