package dev.gatehouse.gateway.demo;

import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.BundleExport;
import dev.gatehouse.recordings.export.ExportReport;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the session left behind: exported, verified, tampered with, searched. */
final class Trail {
  /** Checkpoints are signed once a second; an export covers what the last one signs. */
  private static final Duration SIGNED_WITHIN = Duration.ofSeconds(10);

  private final Screen screen;
  private final DemoFolder folder;

  Trail(Screen screen, DemoFolder folder) {
    this.screen = screen;
    this.folder = folder;
  }

  /** Follows the trail up to the entry with this index, and tells what is found. */
  void follow(long last) throws RecordingException, IOException, InterruptedException {
    screen.heading("What an auditor can do with it");
    export(last);
    switch (Verifier.verify(folder.export())) {
      case Verification.Verified verified -> {
        screen.done(
            "verified",
            "%d entries and %d payloads are what %s signed"
                .formatted(verified.entries(), verified.payloads(), verified.origin()));
        screen.aside("size %d · root %s".formatted(verified.size(), verified.root()));
      }
      case Verification.Failed failed -> screen.wrong("verified", told(failed));
    }
    tamper();
    search();
  }

  private void export(long last) throws RecordingException, InterruptedException {
    awaitSignature(last);
    ExportReport report = BundleExport.write(folder.data(), folder.export());
    String text =
        "%d entries as %d files, %,d bytes, that anybody can check"
            .formatted(report.size(), report.files(), report.bytes());
    if (report.size() > last) {
      screen.done("exported", text);
    } else {
      screen.wrong("exported", text + ", but not entry " + last);
    }
    screen.aside(report.target().toString());
  }

  private void awaitSignature(long last) throws InterruptedException {
    long end = System.nanoTime() + SIGNED_WITHIN.toNanos();
    while (System.nanoTime() < end) {
      if (Verifier.verify(folder.data()) instanceof Verification.Verified verified
          && verified.size() > last) {
        return;
      }
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  private void tamper() throws IOException {
    Tampering tampering = Tampering.of(folder.export(), folder.tampered());
    String where =
        "one bit of byte %,d of %s, in a copy".formatted(tampering.offset(), tampering.file());
    switch (Verifier.verify(tampering.copy())) {
      case Verification.Verified ignored -> screen.wrong("flipped", where + ": not noticed");
      case Verification.Failed failed -> {
        screen.done("flipped", where);
        screen.more("the verifier refuses, and names " + failed.where().text());
        screen.aside("found %s, expected %s".formatted(failed.found(), failed.expected()));
      }
    }
  }

  private void search() throws IOException {
    List<Path> files = Tampering.files(folder.data());
    List<Path> exported = Tampering.files(folder.export());
    for (Path file : Stream.concat(files.stream(), exported.stream()).toList()) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      for (String secret : Script.secrets()) {
        if (text.contains(secret)) {
          screen.wrong("searched", "`" + secret + "` is in " + file);
          return;
        }
      }
    }
    screen.done(
        "searched",
        "%d files of recordings and export: no card, mail or account of any customer is in them"
            .formatted(files.size() + exported.size()));
  }

  private static String told(Verification.Failed failed) {
    return "%s: found %s, expected %s"
        .formatted(failed.where().text(), failed.found(), failed.expected());
  }
}
