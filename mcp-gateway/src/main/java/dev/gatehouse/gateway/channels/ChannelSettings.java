package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.credentials.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One way on which people are told of approvals. Immutable; its text form holds no secret.
 *
 * @param name as the configuration calls it
 * @param groups told only of what one of these may decide; where there are none, of everything. A
 *     broken glass is told everywhere
 * @param outcomes whether it is told too what became of an approval
 * @param perMinuteMax messages in a minute; what is beyond it is gathered in one
 * @param kind what it is
 */
public record ChannelSettings(
    String name, List<String> groups, boolean outcomes, int perMinuteMax, Kind kind) {
  public ChannelSettings {
    groups = List.copyOf(groups);
    if (name.isBlank() || perMinuteMax < 1) {
      throw new IllegalArgumentException("a channel expected a name and a pace");
    }
  }

  /** Whether somebody can answer on it. */
  public boolean decides() {
    return switch (kind) {
      case Slack slack -> slack.signing().isPresent();
      case Teams teams -> teams.answers().isPresent();
      case Mail _ -> false;
      case Webhook webhook -> webhook.answers().isPresent();
    };
  }

  /** What a channel is. */
  public sealed interface Kind {}

  /**
   * A channel of Slack.
   *
   * @param signing the signing secret of the application, where buttons are shown
   */
  public record Slack(Posting posting, Optional<Secret> signing) implements Kind {}

  /** How a message comes into Slack. */
  public sealed interface Posting {
    /**
     * By an application with a token.
     *
     * @param api below which Slack's methods are
     * @param channel the id of a channel, or its name
     */
    record ByToken(URI api, Secret token, String channel) implements Posting {}

    /** By an incoming webhook, whose address is a secret. */
    record ByHook(Secret address) implements Posting {}
  }

  /**
   * A channel of Microsoft Teams.
   *
   * @param address of a workflow that posts cards, which is a secret
   * @param answers the security token of an outgoing webhook, where people answer by naming it
   */
  public record Teams(Secret address, Optional<Secret> answers) implements Kind {}

  /**
   * Mail by SMTP.
   *
   * @param login where the server asks for one
   * @param from one address
   * @param to at least one address
   */
  public record Mail(
      String host,
      int port,
      Encryption encryption,
      Optional<Login> login,
      String from,
      List<String> to)
      implements Kind {
    public Mail {
      to = List.copyOf(to);
    }
  }

  /** With what a person would log in to a mail server. */
  public record Login(String user, Secret password) {}

  /** How a connection to a mail server is kept from others. */
  public enum Encryption {
    /** It begins in clear, and goes on only with TLS: RFC 3207. */
    STARTTLS,
    /** TLS from the first byte: RFC 8314. */
    IMPLICIT,
    /** Not at all: within one machine, or where nothing is secret. */
    NONE
  }

  /**
   * A program that is told, by the Standard Webhooks specification.
   *
   * @param signing of what it is told: {@code whsec_} and 24 to 64 bytes in Base64
   * @param answers another such secret, by which it signs what it says itself
   */
  public record Webhook(URI address, Secret signing, Optional<Secret> answers) implements Kind {}
}
