package dev.gatehouse.recordings.anchor;

import dev.gatehouse.recordings.leaf.JsonStrings;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.timestamp.TimestampToken;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** What a third party vouched for, as it is recorded. */
public sealed interface Anchor {

  /** The size of the tree that it is about. */
  long size();

  /**
   * Who vouched, and for what.
   *
   * <p>Shape: {@code {"keys":["<verifier key>"],"size":41,"source":"https://…"}}; without {@code
   * keys} where the token itself says who signed it.
   */
  String context();

  /** A witness cosigned {@code note}, which ends in its lines. */
  record Witnessed(long size, SignedNote note, URI source, List<VerifierKey> keys)
      implements Anchor {
    public Witnessed {
      keys = List.copyOf(keys);
    }

    @Override
    public String context() {
      String names =
          keys.stream()
              .map(key -> JsonStrings.quote(key.text()))
              .collect(Collectors.joining(",", "[", "]"));
      return "{\"keys\":%s,\"size\":%d,\"source\":%s}"
          .formatted(names, size, JsonStrings.quote(source.toString()));
    }
  }

  /** An authority stamped {@code note}. */
  record Stamped(long size, SignedNote note, URI source, TimestampToken token) implements Anchor {
    @Override
    public String context() {
      return "{\"size\":%d,\"source\":%s}".formatted(size, JsonStrings.quote(source.toString()));
    }

    /** The token as it is kept: RFC 3161, DER. */
    public byte[] response() {
      return token.response();
    }
  }
}
