package dev.gatehouse.recordings;

import java.nio.file.Path;

/** A process that appends for ever and prints the index of each entry once it is acknowledged. */
public final class WriterProcess {
  private WriterProcess() {}

  public static void main(String[] arguments) throws RecordingException {
    EntryLog log = Logs.open(Path.of(arguments[0]));
    for (int client = 0; client < 8; client++) {
      String name = arguments[1] + "-" + client + "-";
      Thread.ofPlatform().start(() -> appendForEver(log, name));
    }
  }

  private static void appendForEver(EntryLog log, String name) {
    for (int i = 0; ; i++) {
      Appended request = Logs.append(log, Logs.request(name + i, "{\"id\":" + i + "}"));
      System.out.println(request.index() + " " + request.leafHash().base64());
      Appended response = Logs.append(log, Logs.response(name + i, "{\"id\":" + i + "}"));
      System.out.println(response.index() + " " + response.leafHash().base64());
    }
  }
}
