package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the answer to {@code server/discover} tells about a server.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/stdio and streamable-http, "Backward Compatibility".
 */
sealed interface ProbeAnswer {
  /** It speaks our modern revision. */
  record Modern(UpstreamDescription description) implements ProbeAnswer {}

  /** It wants a handshake, as far as one can tell. */
  record Legacy() implements ProbeAnswer {}

  /** It speaks modern revisions, but none that we know. */
  record Incompatible() implements ProbeAnswer {}

  /** The error that names the revisions that a server speaks. */
  String UNSUPPORTED_REVISION = "-32022";

  /** The errors by which a modern server is known, whatever it was asked. */
  Set<String> MODERN_ERRORS = Set.of("-32020", "-32021", UNSUPPORTED_REVISION);

  /** Reads an answer. */
  static ProbeAnswer of(Message.Response response) {
    return switch (response) {
      case Message.Result result ->
          result.result() instanceof ObjectNode object
              ? object
                  .array("supportedVersions")
                  .map(versions -> chosen(versions, Handshake.discovered(result.json(), object)))
                  .orElseGet(Legacy::new)
              : new Legacy();
      case Message.Failure failure -> ofError(failure);
    };
  }

  /** Whether a failure is one that only modern servers know. */
  static boolean isModernError(Message.Response response) {
    return response instanceof Message.Failure failure
        && code(failure).filter(MODERN_ERRORS::contains).isPresent();
  }

  /** Whether a server refuses our modern revision and offers a legacy one in its place. */
  static boolean offersLegacy(Message.Response response) {
    return refusesRevision(response).filter(Legacy.class::isInstance).isPresent();
  }

  /** Whether a server refuses our modern revision and offers the same: it is to be asked again. */
  static boolean offersModern(Message.Response response) {
    return refusesRevision(response).filter(Modern.class::isInstance).isPresent();
  }

  private static Optional<ProbeAnswer> refusesRevision(Message.Response response) {
    return response instanceof Message.Failure failure
            && code(failure).equals(Optional.of(UNSUPPORTED_REVISION))
        ? Optional.of(ofError(failure))
        : Optional.empty();
  }

  /** The code of a failure, as spelled. */
  static Optional<String> code(Message.Failure failure) {
    return failure
        .error()
        .member("code")
        .flatMap(node -> node instanceof NumberNode n ? Optional.of(n.token()) : Optional.empty());
  }

  private static ProbeAnswer ofError(Message.Failure failure) {
    Optional<ArrayNode> supported =
        failure.error().object("data").flatMap(data -> data.array("supported"));
    return switch (code(failure).orElse("")) {
      // It refused the one modern revision that we know: a legacy one may still be among its own.
      case UNSUPPORTED_REVISION -> {
        List<String> others = supported.map(Handshake::strings).orElse(List.of());
        yield others.contains(Revisions.MODERN) ? modern() : withoutModern(others);
      }
      case "-32020", "-32021" -> modern();
      default -> new Legacy();
    };
  }

  private static ProbeAnswer modern() {
    return new Modern(
        new UpstreamDescription(Era.MODERN, "{}", Optional.empty(), Optional.empty()));
  }

  private static ProbeAnswer chosen(ArrayNode versions, UpstreamDescription description) {
    List<String> supported = Handshake.strings(versions);
    return supported.contains(Revisions.MODERN)
        ? new Modern(description)
        : withoutModern(supported);
  }

  private static ProbeAnswer withoutModern(List<String> supported) {
    return Revisions.newestLegacyOf(supported).isPresent() ? new Legacy() : new Incompatible();
  }
}
