package dev.gatehouse.gateway.views;

import dev.gatehouse.recordings.export.ExchangeReader.Covered;
import java.io.IOException;
import java.io.OutputStream;

/** How a view is written. */
public enum ViewFormat {
  /** One line of JSON an exchange, with all its entries. */
  JSONL((out, about) -> new JsonLinesView(out)),
  /** A table for programs: RFC 4180. */
  CSV((out, about) -> new CsvView(out)),
  /** One page that opens without a network and runs nothing. */
  HTML(HtmlView::new);

  private final Opener opener;

  ViewFormat(Opener opener) {
    this.opener = opener;
  }

  @FunctionalInterface
  private interface Opener {
    View open(OutputStream out, About about) throws IOException;
  }

  /** What a view says of itself. */
  record About(Covered covered, String filter) {}

  View open(OutputStream out, About about) throws IOException {
    return opener.open(out, about);
  }
}
