package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.pinning.PinningMode;
import dev.gatehouse.gateway.pinning.PinningModes;
import dev.gatehouse.policies.yaml.MappingReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the key pinning, of the whole file and of single upstreams. Confined to one thread. */
final class PinningReader {
  private static final String KEY = "pinning";

  private final Map<String, PinningMode> own = new LinkedHashMap<>();

  /** Of one upstream. */
  void read(String upstream, MappingReader reader) {
    mode(reader).ifPresent(mode -> own.put(upstream, mode));
  }

  /** Of the file, with what its upstreams said. */
  PinningModes read(MappingReader root) {
    return new PinningModes(mode(root).orElse(PinningModes.STANDARD.usual()), own);
  }

  private static Optional<PinningMode> mode(MappingReader reader) {
    String[] words = Stream.of(PinningMode.values()).map(PinningMode::word).toArray(String[]::new);
    return reader
        .choice(KEY, words)
        .flatMap(
            word ->
                Stream.of(PinningMode.values()).filter(it -> it.word().equals(word)).findFirst());
  }
}
