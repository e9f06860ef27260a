package dev.gatehouse.gateway.views;

import dev.gatehouse.recordings.export.ExchangeReader.Covered;
import java.io.IOException;
import java.io.OutputStream;

/** How a view is written. */
public enum ViewFormat {
  /** One line of JSON an exchange, with all its entries. */
  JSONL,
  /** A table for programs: RFC 4180. */
  CSV,
  /** One page that opens without a network and runs nothing. */
  HTML;

  /** What a view says of itself. */
  record About(Covered covered, String filter) {}

  View open(OutputStream out, About about) throws IOException {
    return switch (this) {
      case JSONL -> new JsonLinesView(out);
      case CSV -> new CsvView(out);
      case HTML -> new HtmlView(out, about);
    };
  }
}
