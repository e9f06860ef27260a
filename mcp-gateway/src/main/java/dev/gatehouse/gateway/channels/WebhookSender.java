package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.shown.MailText;
import dev.gatehouse.gateway.channels.ChannelSettings.Webhook;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.InstantSource;

/**
 * Tells a program, signed. Thread-safe.
 *
 * <p>Shape: {@code {"type":"approval.asked","timestamp":"…","data":{"id":"…","step":1,"state":
 * "pending","seen":"…",…}}}, the same in all attempts; many at once are {@code approval.digest}.
 *
 * <p>Source: Standard Webhooks specification 1.0.0.
 */
final class WebhookSender implements Sender {
  /** Payloads should be small; longer arguments are on the page. */
  private static final int ARGUMENTS_MAX = 8_000;

  private final Webhook settings;
  private final Post post;
  private final InstantSource clock;

  WebhookSender(Webhook settings, Post post, InstantSource clock) {
    this.settings = settings;
    this.post = post;
    this.clock = clock;
  }

  @Override
  public Message message(Notice notice) {
    Approval approval = notice.after();
    JsonObjectBuilder data =
        Json.createObjectBuilder()
            .add("id", approval.id())
            .add("step", notice.step().number())
            .add("by", notice.step().by())
            .add("reason", notice.step().reason())
            .add("state", approval.state().word())
            .add("asked", approval.asked().toString())
            .add("decideBy", approval.decideBy().toString())
            .add("upstream", approval.request().binding().upstream())
            .add("method", approval.request().binding().method())
            .add("name", approval.request().binding().name())
            .add("requester", requester(approval.request().requester()))
            .add("justification", approval.justification())
            .add("groups", Json.createArrayBuilder(approval.deciders().stream().sorted().toList()))
            .add("text", MailText.of(notice.text()).body());
    notice.link().ifPresent(link -> data.add("link", link.toString()));
    boolean isWhole = approval.argumentsJson().length() <= ARGUMENTS_MAX;
    if (isWhole) {
      data.add("arguments", approval.argumentsJson());
    }
    // Who was not sent all that has to be seen must not answer without having looked at the page.
    if (notice.isToDecide() && isWhole) {
      data.add("seen", approval.seen());
    }
    String line =
        Json.createObjectBuilder()
            .add("id", approval.id())
            .add("step", notice.step().number())
            .add("type", "approval." + notice.step().word())
            .build()
            .toString();
    String type = "approval." + notice.step().word();
    return new Message(line, content(type, notice.step().at().toString(), data));
  }

  private static JsonObjectBuilder requester(Requester requester) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("name", requester.name());
    requester.issuer().ifPresent(issuer -> json.add("issuer", issuer));
    requester.application().ifPresent(application -> json.add("application", application));
    JsonArrayBuilder actors = Json.createArrayBuilder();
    requester.actors().forEach(actor -> actors.add(actor.name()));
    return json.add("actors", actors);
  }

  private static String content(String type, String at, JsonObjectBuilder data) {
    return Json.createObjectBuilder()
        .add("type", type)
        .add("timestamp", at)
        .add("data", data)
        .build()
        .toString();
  }

  @Override
  public Message digest(Gathered many) {
    JsonArrayBuilder notices = Json.createArrayBuilder();
    many.lines().forEach(notices::add);
    JsonObjectBuilder data =
        Json.createObjectBuilder().add("notices", notices).add("more", many.more());
    many.page().ifPresent(link -> data.add("link", link.toString()));
    return new Message("", content("approval.digest", clock.instant().toString(), data));
  }

  @Override
  public Tried send(String id, Message message) throws InterruptedException {
    return post.send(
        settings.address(),
        StandardWebhook.headers(settings.signing(), id, clock.instant(), message.content()),
        message.content(),
        Post::byStatus);
  }
}
