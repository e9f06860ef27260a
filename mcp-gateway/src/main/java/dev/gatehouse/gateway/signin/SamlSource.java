package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.signin.saml.Beginning.Begun;
import dev.gatehouse.gateway.signin.saml.Beginning.Sending;
import dev.gatehouse.gateway.signin.saml.Outcome.Refused;
import dev.gatehouse.gateway.signin.saml.SamlProvider;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Persons who sign in at a SAML provider. It cannot be asked again, so what it said is believed for
 * a short while. Thread-safe.
 */
public final class SamlSource implements PersonSource {
  private final SamlProvider provider;

  public SamlSource(SamlProvider provider) {
    this.provider = provider;
  }

  @Override
  public Beginning begin(String state) {
    return switch (provider.begin(state)) {
      case dev.gatehouse.gateway.signin.saml.Beginning.Unavailable unavailable ->
          new Beginning.Unavailable(unavailable.refusal().word());
      case Begun begun ->
          switch (begun.sending()) {
            case Sending.Redirect(URI address) -> new Beginning.Begun(address, begun.requestId());
            case Sending.Form(URI action, Map<String, String> fields) ->
                new Beginning.BegunByForm(action, fields, begun.requestId());
          };
    };
  }

  @Override
  public Outcome finish(Map<String, String> returned, String memory) {
    return switch (provider.finish(returned.getOrDefault("SAMLResponse", ""), memory)) {
      case Refused refused -> new Outcome.Refused(refused.reason());
      case dev.gatehouse.gateway.signin.saml.Outcome.Person person ->
          new Outcome.Signed(
              new Person(person.subject(), person.subject(), person.groups(), person.sessionEnds()),
              Optional.empty());
    };
  }

  @Override
  public Renewed renew(String renewal, String subject) {
    return new Renewed.Over("never-asked");
  }

  @Override
  public Optional<String> metadata() {
    return Optional.of(new String(provider.metadata(), UTF_8));
  }
}
