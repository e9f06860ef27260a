package dev.gatehouse.gateway.views;

import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.Progress;
import dev.gatehouse.recordings.export.Wanted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A log with calls as the gateway records them, and views of it. */
final class Recorded {
  private Recorded() {}

  static EntryLog open(Path directory) throws RecordingException {
    return EntryLog.open(LogSettings.of(directory), new Boot("0.1.0", "c0ffee"));
  }

  static Entry request(String exchange, String principal, String arguments) {
    return Entry.builder(EntryKind.REQUEST)
        .subject(principal)
        .exchange(exchange)
        .direction(Direction.CLIENT_TO_SERVER)
        .method("tools/call")
        .upstream("crm")
        .tool("crm__find")
        .decision("permit")
        .policyDigest("p1")
        .part(
            PartName.ACTOR,
            Bytes.utf8("{\"principal\":\"" + principal + "\",\"client\":\"agent 1\"}"))
        .part(PartName.CTX, Bytes.utf8("{\"session\":\"a665a45920422f9d\"}"))
        .part(
            PartName.MSG,
            Bytes.utf8(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"crm__find\",\"arguments\":"
                    + arguments
                    + "}}"))
        .build();
  }

  static Entry response(String exchange, String principal, String text) {
    return Entry.builder(EntryKind.RESPONSE)
        .subject(principal)
        .exchange(exchange)
        .direction(Direction.SERVER_TO_CLIENT)
        .method("tools/call")
        .decision("ok")
        .policyDigest("p1")
        .part(
            PartName.POL,
            Bytes.utf8(
                "{\"decision\":\"permit\",\"rule\":\"r\",\"reasons\":[{\"rule\":\"agents\",\"verb\":\"permit\",\"because\":\"\"}],"
                    + "\"masked\":{\"email\":2},\"outcome\":\"ok\",\"micros\":12345}"))
        .part(
            PartName.MSG,
            Bytes.utf8(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":"
                    + text
                    + "}]}}"))
        .build();
  }

  /** What a view of the log shows. */
  static String view(Path directory, ViewFormat format, Wanted wanted)
      throws RecordingException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ViewExport.write(
        directory, out, format, wanted, "everything", ViewExport.CHARS_MAX, Progress.silent());
    return out.toString(StandardCharsets.UTF_8);
  }
}
