package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.signin.Answer;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Why a request of a program came to nothing.
 *
 * <p>Shape: {@code {"type":"urn:gatehouse:problem:stale","title":"it has changed","status":409,
 * "detail":"…"}}. Source: RFC 9457.
 *
 * @param detail a sentence for people
 */
record Problem(Kind kind, String detail) {

  /** What there may be. */
  enum Kind {
    BAD_REQUEST(400, "the request is not as expected"),
    UNAUTHENTICATED(401, "it is not known who asks"),
    FORBIDDEN(403, "not by whoever asks"),
    MISSING(404, "there is no such call"),
    NOT_ALLOWED(405, "not by this method"),
    STALE(409, "it has changed since it was seen"),
    CONFLICT(409, "that cannot be as it stands"),
    TOO_LARGE(413, "the body is too large"),
    NO_JSON(415, "expected application/json"),
    TOO_MANY(429, "too many requests"),
    UNAVAILABLE(503, "it does not work now");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A problem with what belongs to its kind. */
  static Answer answer(Kind kind, String detail) {
    return new Problem(kind, detail).answer(Optional.empty());
  }

  /** A problem with a call, and how that stands. */
  static Answer answer(Kind kind, String detail, JsonObject approval) {
    return new Problem(kind, detail).answer(Optional.of(approval));
  }

  private Answer answer(Optional<JsonObject> approval) {
    JsonObjectBuilder json =
        Provider.JSON
            .createObjectBuilder()
            .add("type", "urn:gatehouse:problem:" + kind.word())
            .add("title", kind.title)
            .add("status", kind.status)
            .add("detail", detail);
    approval.ifPresent(it -> json.add("approval", it));
    return json(kind.status, "application/problem+json", json.build());
  }

  /** An object for one program, which no page of another origin may read. */
  static Answer json(int status, String type, JsonObject json) {
    return new Answer(
        status,
        Map.of(
            "Content-Type", type,
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Cross-Origin-Resource-Policy", "same-origin"),
        List.of(),
        json.toString() + "\n");
  }
}
