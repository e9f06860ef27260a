package dev.gatehouse.gateway;

import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.signin.LoginClient;
import java.util.Set;

/** Whose word counts about held calls, as a configuration says. */
final class People {
  private People() {}

  /** Who decides by orders and over REST: by the command line, or by a program that is named. */
  static Deciders deciders(Configuration configuration) {
    return new Deciders(
        configuration.signin().map(signin -> signin.settings().issuer()),
        Set.of(LoginClient.ID),
        Set.copyOf(configuration.approvals().applications()));
  }
}
