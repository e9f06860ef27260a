package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Translates between HTTP and rooms that have pages, and decides nothing. Thread-safe. */
final class PagesEdge {
  private final PageRoom room;
  private final OriginGuard guard;

  PagesEdge(PageRoom room, OriginGuard guard) {
    this.room = room;
    this.guard = guard;
  }

  void addTo(HttpRouting.Builder routing) {
    room.paths().forEach(path -> routing.any(path, this::answer));
  }

  private void answer(ServerRequest request, ServerResponse response) {
    // Who may ask from which page, the room decides itself; it gives any of them nothing.
    if (!guard.admits(request.headers().first(HeaderNames.HOST), Optional.empty())) {
      response.status(Status.FORBIDDEN_403).send();
      return;
    }
    Map<String, String> headers = new HashMap<>();
    for (String name : room.headers()) {
      List<String> values =
          request.headers().contains(HeaderNames.create(name))
              ? request.headers().all(HeaderNames.create(name), List::of)
              : List.of();
      if (values.size() > 1) {
        response.status(Status.BAD_REQUEST_400).send();
        return;
      }
      values.forEach(value -> headers.put(name, value));
    }
    Optional<String> body = body(request);
    if (body.isEmpty()) {
      response.status(Status.REQUEST_ENTITY_TOO_LARGE_413).send();
      return;
    }
    send(
        room.answering()
            .apply(
                new Asked(
                    request.prologue().method().text(),
                    request.path().absolute().path(),
                    request.query().rawValue(),
                    headers,
                    body.get(),
                    request.remotePeer().host())),
        response);
  }

  private Optional<String> body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return Optional.of("");
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] bytes = in.readNBytes(room.bodyBytesMax() + 1);
      return bytes.length > room.bodyBytesMax()
          ? Optional.empty()
          : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void send(Answer answer, ServerResponse response) {
    response.status(Status.create(answer.status()));
    answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    if (!answer.cookies().isEmpty()) {
      response.header(HeaderNames.SET_COOKIE, answer.cookies().toArray(String[]::new));
    }
    response.send(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
