package dev.gatehouse.recordings;

import dev.gatehouse.recordings.leaf.Tokens;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be recorded: a few clear words, and parts that stay behind commitments.
 *
 * <p>Shape: {@code Entry.builder(EntryKind.REQUEST).exchange(id).method("tools/call")
 * .part(PartName.MSG, bytes).build()}.
 *
 * <p>Units and ranges: {@code exchange}, {@code method}, {@code upstream}, {@code tool}, {@code
 * decision} and {@code policyDigest} appear in the leaf in clear and for ever, so they must be
 * {@link #isToken tokens}; anything that a stranger may have chosen belongs into a part. {@code
 * subject} names the person whose key encrypts the parts and is never in the leaf. A part appears
 * at most once. Requests, responses and unknown outcomes need an exchange.
 *
 * <p>Errors: {@code IllegalArgumentException}, a fault of the caller.
 */
public record Entry(
    EntryKind kind,
    Optional<String> subject,
    Optional<String> exchange,
    Optional<Direction> direction,
    Optional<String> method,
    Optional<String> upstream,
    Optional<String> tool,
    Optional<String> decision,
    Optional<String> policyDigest,
    List<Part> parts) {

  /** The longest token; room for a prefixed tool name. */
  public static final int TOKEN_CHARS_MAX = Tokens.CHARS_MAX;

  private static final int SUBJECT_CHARS_MAX = 1024;

  public Entry {
    exchange.ifPresent(token -> requireToken("exchange", token, 64));
    method.ifPresent(token -> requireToken("method", token, TOKEN_CHARS_MAX));
    upstream.ifPresent(token -> requireToken("upstream", token, TOKEN_CHARS_MAX));
    tool.ifPresent(token -> requireToken("tool", token, TOKEN_CHARS_MAX));
    decision.ifPresent(token -> requireToken("decision", token, 64));
    policyDigest.ifPresent(token -> requireToken("policy digest", token, 128));
    if (subject.isPresent() && subject.get().length() > SUBJECT_CHARS_MAX) {
      throw new IllegalArgumentException("subject is longer than " + SUBJECT_CHARS_MAX);
    }
    boolean inExchange = kind == EntryKind.REQUEST || kind.closesExchange();
    if (inExchange && exchange.isEmpty()) {
      throw new IllegalArgumentException(kind.wireName() + " entry without an exchange");
    }
    parts = List.copyOf(parts);
    Set<PartName> seen = EnumSet.noneOf(PartName.class);
    for (Part part : parts) {
      if (!seen.add(part.name())) {
        throw new IllegalArgumentException("part `" + part.name().wireName() + "` appears twice");
      }
    }
  }

  /** Collects an entry of {@code kind}. */
  public static Builder builder(EntryKind kind) {
    return new Builder(kind);
  }

  /**
   * Whether {@code text} may stand in a leaf in clear: 1 to 256 of letters, digits and {@code . _ :
   * / $ + = -}.
   */
  public static boolean isToken(String text) {
    return Tokens.isToken(text, TOKEN_CHARS_MAX);
  }

  static void requireToken(String what, String text, int charsMax) {
    if (!Tokens.isToken(text, charsMax)) {
      throw new IllegalArgumentException(
          what
              + " expected 1 to "
              + charsMax
              + " letters, digits or . _ : / $ + = - but has "
              + text.length()
              + " characters, some of them others");
    }
  }

  /** An entry in the making. Confined to one thread. */
  public static final class Builder {
    private final EntryKind kind;
    private final List<Part> parts = new ArrayList<>();
    private Optional<String> subject = Optional.empty();
    private Optional<String> exchange = Optional.empty();
    private Optional<Direction> direction = Optional.empty();
    private Optional<String> method = Optional.empty();
    private Optional<String> upstream = Optional.empty();
    private Optional<String> tool = Optional.empty();
    private Optional<String> decision = Optional.empty();
    private Optional<String> policyDigest = Optional.empty();

    private Builder(EntryKind kind) {
      this.kind = kind;
    }

    public Builder subject(String name) {
      subject = Optional.of(name);
      return this;
    }

    public Builder exchange(String id) {
      exchange = Optional.of(id);
      return this;
    }

    public Builder direction(Direction way) {
      direction = Optional.of(way);
      return this;
    }

    public Builder method(String name) {
      method = Optional.of(name);
      return this;
    }

    public Builder upstream(String name) {
      upstream = Optional.of(name);
      return this;
    }

    public Builder tool(String name) {
      tool = Optional.of(name);
      return this;
    }

    public Builder decision(String code) {
      decision = Optional.of(code);
      return this;
    }

    public Builder policyDigest(String digest) {
      policyDigest = Optional.of(digest);
      return this;
    }

    public Builder part(PartName name, Bytes content) {
      parts.add(new Part(name, content));
      return this;
    }

    public Entry build() {
      return new Entry(
          kind,
          subject,
          exchange,
          direction,
          method,
          upstream,
          tool,
          decision,
          policyDigest,
          parts);
    }
  }
}
