package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.views.EntryFilter;
import dev.gatehouse.gateway.views.ViewExport;
import dev.gatehouse.gateway.views.ViewFormat;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.BundleExport;
import dev.gatehouse.recordings.export.ExportReport;
import dev.gatehouse.recordings.export.SelectionExport;
import dev.gatehouse.recordings.export.Wanted;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse export}. */
@Command(
    name = "export",
    description = "Write the recordings as files that anybody can verify, or as a view to read.",
    footer = {
      "",
      "Works beside a running gateway, which signs all that it has for it.",
      "With filters a bundle becomes a selection: whole exchanges, each entry with its proof.",
      "Several filters are met by an exchange if each is met by one of its entries."
    })
final class ExportCommand implements Callable<Integer> {
  /** What can be written. */
  enum Format {
    BUNDLE,
    JSONL,
    CSV,
    HTML
  }

  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Mixin private final FilterOptions filters = new FilterOptions();

  @Parameters(
      paramLabel = "TARGET",
      description = {
        "For a bundle a directory that is empty or absent, or a new file that ends in .zip;",
        "for a view a new file, or - for standard output."
      })
  private Path target = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.BUNDLE;

  @Option(names = "--full", description = "Views: arguments and results in full length.")
  private boolean full;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress, and no report.")
  private boolean quiet;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    EntryFilter filter;
    try {
      filter = filters.filter();
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
    Optional<Path> directory = recordings.directory(terminal);
    if (directory.isEmpty()) {
      return ExitCode.USAGE;
    }
    recordings.reading(terminal, "export", asked());
    ExportProgress progress = ExportProgress.on(terminal, quiet);
    try {
      Wanted wanted = new Wanted(filter.conditions());
      JsonObject report =
          switch (format) {
            case BUNDLE -> bundle(directory.get(), wanted, progress);
            case JSONL -> view(directory.get(), ViewFormat.JSONL, wanted, progress);
            case CSV -> view(directory.get(), ViewFormat.CSV, wanted, progress);
            case HTML -> view(directory.get(), ViewFormat.HTML, wanted, progress);
          };
      progress.end();
      print(report);
      return ExitCode.OK;
    } catch (RecordingException | IOException e) {
      progress.end();
      return terminal.failed(e);
    }
  }

  /** What the entry says which records that somebody exports. */
  private JsonObject asked() {
    JsonObjectBuilder asked =
        Json.createObjectBuilder()
            .add("format", name(format))
            .add("target", String.valueOf(target.getFileName()));
    filters.addTo(asked);
    return asked.build();
  }

  private static String name(Format format) {
    return switch (format) {
      case BUNDLE -> "bundle";
      case JSONL -> "jsonl";
      case CSV -> "csv";
      case HTML -> "html";
    };
  }

  private JsonObject bundle(Path directory, Wanted wanted, ExportProgress progress)
      throws RecordingException {
    if (filters.given().isEmpty()) {
      ExportReport report = BundleExport.write(directory, target, progress);
      return json(report, report.size(), "bundle");
    }
    SelectionExport.Report report = SelectionExport.write(directory, target, wanted, progress);
    return json(report.export(), report.entries(), "selection");
  }

  private JsonObject view(Path directory, ViewFormat view, Wanted wanted, ExportProgress progress)
      throws RecordingException, IOException {
    int charsMax = full ? Integer.MAX_VALUE : ViewExport.CHARS_MAX;
    String shown =
        filters.given().entrySet().stream()
            .map(given -> given.getKey() + " " + given.getValue())
            .collect(Collectors.joining(", "));
    try (ViewTarget out = ViewTarget.of(target, terminal)) {
      ViewExport.Report report =
          ViewExport.write(
              directory,
              out.stream(),
              view,
              wanted,
              shown.isEmpty() ? "everything" : shown,
              charsMax,
              progress);
      out.complete();
      return Json.createObjectBuilder()
          .add("format", name(format))
          .add("target", target.toString())
          .add("origin", report.origin())
          .add("size", report.size())
          .add("root", report.root())
          .add("rows", report.rows())
          .build();
    }
  }

  private static JsonObject json(ExportReport report, long entries, String form) {
    return Json.createObjectBuilder()
        .add("format", form)
        .add("target", report.target().toString())
        .add("origin", report.origin())
        .add("size", report.size())
        .add("root", report.root())
        .add("entries", entries)
        .add("committedSize", report.committedSize())
        .add("files", report.files())
        .add("bytes", report.bytes())
        .build();
  }

  /** What was written; where that went to standard output, nothing else goes there. */
  private void print(JsonObject report) {
    if (quiet) {
      return;
    }
    var out = ViewTarget.isStandardOutput(target) ? terminal.err() : terminal.out();
    out.println(json ? report.toString() : line(report));
  }

  private String line(JsonObject report) {
    String done = terminal.paint(Paint.GREEN, "exported") + " ";
    String where = report.getString("target");
    if (format != Format.BUNDLE) {
      return done
          + "%d rows of %s as a view, not as evidence, into %s"
              .formatted(report.getInt("rows"), report.getString("origin"), where);
    }
    long size = report.getJsonNumber("size").longValue();
    long unsigned = report.getJsonNumber("committedSize").longValue() - size;
    long entries = report.getJsonNumber("entries").longValue();
    return done
        + (entries == size ? "%d entries" : "%d of %d entries").formatted(entries, size)
        + " of %s as %d files, %d bytes, into %s"
            .formatted(
                report.getString("origin"),
                report.getJsonNumber("files").longValue(),
                report.getJsonNumber("bytes").longValue(),
                where)
        + (unsigned > 0 ? " (%d newer entries are not signed yet)".formatted(unsigned) : "")
        + "\nverify it with: gatehouse verify "
        + where;
  }
}
