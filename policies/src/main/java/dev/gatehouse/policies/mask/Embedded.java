package dev.gatehouse.policies.mask;

import java.util.List;

/** Something with values of its own that a text is, as a whole. */
sealed interface Embedded {
  /** What hides its values. */
  MessageMasker inside();

  /** The text with these edits inside of it. */
  String with(List<Edit> edits);

  /** JSON: paths go on into it. */
  record Json(JsonDocument document, MessageMasker inside) implements Embedded {
    @Override
    public String with(List<Edit> edits) {
      return document.with(edits);
    }
  }

  /** Another text in base64, after the beginning of a data URL or after nothing. */
  record Encoded(String outer, Base64Text encoded, MessageMasker inside) implements Embedded {
    @Override
    public String with(List<Edit> edits) {
      String text = encoded.text();
      for (Edit edit : edits) {
        text = edit instanceof Edit.Text(_, String masked, _) ? masked : text;
      }
      return outer.substring(0, encoded.start())
          + encoded.written().encode(text)
          + outer.substring(encoded.end());
    }
  }
}
