package dev.gatehouse.gateway.pinning;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One tool as an administrator sees it.
 *
 * @param tool its name, with what is hidden in it made visible
 * @param state {@code accepted}, {@code changed} or {@code new}
 * @param accepted the digest of the accepted definition; empty where none was accepted
 * @param found the digest of what its upstream gives instead; empty where that is the same
 * @param since when the accepted definition was accepted, or a new one was first seen
 * @param keptBack whether it is neither listed nor called
 * @param diff from the one to the other
 */
public record PinView(
    String upstream,
    String tool,
    String state,
    String accepted,
    String found,
    Instant since,
    boolean keptBack,
    List<String> diff) {
  public PinView {
    diff = List.copyOf(diff);
  }

  static PinView of(Pin pin, PinningMode mode) {
    String state = pin.isNew() ? "new" : "changed";
    return new PinView(
        pin.upstream(),
        shownTool(pin),
        pin.differs() ? state : "accepted",
        pin.accepted(),
        pin.found(),
        pin.since(),
        pin.differs() && mode.keepsBack(),
        pin.differs()
            ? DefinitionDiff.of(pin.isNew() ? "{}" : pin.definition(), pin.change())
            : List.of());
  }

  /** The name as its definition was kept, where what policy hides is hidden. */
  static String shownTool(Pin pin) {
    String kept = pin.definition().isEmpty() ? pin.change() : pin.definition();
    return HiddenCharacters.shown(name(kept).orElse(pin.tool()));
  }

  private static Optional<String> name(String definition) {
    try {
      return JsonText.parse(definition, new JsonLimits(64 << 20, 1_100)).root()
              instanceof ObjectNode object
          ? object.string("name")
          : Optional.empty();
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }
}
