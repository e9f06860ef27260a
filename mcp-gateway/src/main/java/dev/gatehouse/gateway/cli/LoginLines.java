package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.login.KeptLogin;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Sign-ins as they are shown: never a token.
 *
 * @param now when they are looked at
 */
record LoginLines(Terminal terminal, Instant now) {

  /** One line: where, who, what for, until when. */
  void print(KeptLogin login) {
    StringBuilder line = new StringBuilder(terminal.paint(Paint.BOLD, shown(login.resource())));
    login.name().ifPresent(name -> line.append("  ").append(shown(name)));
    line.append("  at ").append(shown(login.issuer()));
    if (!login.scopes().isEmpty()) {
      line.append("  for ").append(shown(String.join(" ", login.scopes())));
    }
    terminal.out().println(line.append("  ").append(end(login)));
  }

  private String end(KeptLogin login) {
    if (!login.isGood(now)) {
      return terminal.paint(Paint.YELLOW, "over");
    }
    String until =
        login
            .expires()
            .map(end -> "until " + end.truncatedTo(ChronoUnit.SECONDS))
            .orElse("until it is refused");
    return login.isRenewed() ? until + ", then renewed" : until;
  }

  private static String shown(String text) {
    return Terminal.oneLine(text);
  }

  /** The same for programs. */
  static JsonArray json(List<KeptLogin> logins) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (KeptLogin login : logins) {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("gateway", login.resource())
              .add("issuer", login.issuer())
              .add("scopes", Json.createArrayBuilder(login.scopes()))
              .add("renewed", login.isRenewed());
      login.name().ifPresent(name -> json.add("name", name));
      login.expires().ifPresent(end -> json.add("expires", end.toString()));
      array.add(json);
    }
    return array.build();
  }
}
