package dev.gatehouse.recordings.anchor;

import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A witness that is to remember the log's checkpoints.
 *
 * @param url where it listens: {@code add-checkpoint} is below it
 * @param keys what it cosigns with, at least one
 */
public record WitnessAddress(URI url, List<VerifierKey> keys) {
  public WitnessAddress {
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.stream().anyMatch(key -> !key.type().cosigns())) {
      throw new IllegalArgumentException("a witness expected to have keys of type 04 or 06");
    }
  }

  /**
   * The witness at {@code url} with keys in the form {@code name+id+key}.
   *
   * <p>Errors: {@code IllegalArgumentException} says which of them is none.
   */
  public static WitnessAddress of(URI url, List<String> keys) {
    List<VerifierKey> parsed = new ArrayList<>();
    for (String key : keys) {
      try {
        parsed.add(VerifierKey.parse(key));
      } catch (MalformedNoteException e) {
        throw new IllegalArgumentException("`" + key + "`: " + e.getMessage(), e);
      }
    }
    return new WitnessAddress(url, parsed);
  }
}
