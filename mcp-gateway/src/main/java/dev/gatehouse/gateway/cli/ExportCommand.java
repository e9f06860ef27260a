package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.BundleExport;
import dev.gatehouse.recordings.export.ExportReport;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse export}. */
@Command(
    name = "export",
    description = "Write the recordings as a bundle that anybody can verify.",
    footer = {"", "Works beside a running gateway; covers what the last checkpoint signs."})
final class ExportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(
      paramLabel = "TARGET",
      description = "A directory that is empty or absent, or a new file that ends in .zip.")
  private Path target = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<Path> directory = recordings.directory(terminal);
    if (directory.isEmpty()) {
      return ExitCode.USAGE;
    }
    try {
      ExportReport report = BundleExport.write(directory.get(), target);
      terminal.out().println(json ? json(report).toString() : line(report));
      return ExitCode.OK;
    } catch (RecordingException e) {
      return terminal.failed(e);
    }
  }

  private String line(ExportReport report) {
    long unsigned = report.committedSize() - report.size();
    return terminal.paint(Paint.GREEN, "exported")
        + " %d entries of %s as %d files, %d bytes, into %s"
            .formatted(
                report.size(), report.origin(), report.files(), report.bytes(), report.target())
        + (unsigned > 0 ? " (%d newer entries are not signed yet)".formatted(unsigned) : "")
        + "\nverify it with: gatehouse verify "
        + report.target();
  }

  private static JsonObject json(ExportReport report) {
    return Json.createObjectBuilder()
        .add("target", report.target().toString())
        .add("origin", report.origin())
        .add("size", report.size())
        .add("root", report.root())
        .add("committedSize", report.committedSize())
        .add("files", report.files())
        .add("bytes", report.bytes())
        .build();
  }
}
