package dev.gatehouse.recordings.clock;

import dev.gatehouse.recordings.leaf.JsonStrings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be recorded of the clock at one moment.
 *
 * <p>Shape: {@link #json}, as {@code
 * {"errorMicros":12,"frequencyPpb":-5,"jumpMicros":0,"leap":"none","maxErrorMicros":900,"offsetMicros":3,"reason":"start","state":"ok","wall":"2026-11-23T01:23:45.000000Z"}};
 * where the kernel could not be asked {@code why} says so and its figures are absent. Units: {@code
 * jumpMicros} is how far the wall clock went, against monotonic time, since the statement before;
 * positive is forward.
 */
public record ClockStatement(Instant wall, Reason reason, long jumpMicros, ClockStatus status) {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** What called for the statement. */
  public enum Reason {
    START("start"),
    JUMP("jump"),
    STATUS("status"),
    HEARTBEAT("heartbeat");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** One JSON object, keys sorted, no white space, integers only. */
  public String json() {
    SortedMap<String, String> members = new TreeMap<>();
    members.put("jumpMicros", Long.toString(jumpMicros));
    members.put("reason", JsonStrings.quote(reason.word()));
    members.put("state", JsonStrings.quote(status.state()));
    members.put("wall", JsonStrings.quote(MICROSECONDS.format(wall)));
    switch (status) {
      case ClockStatus.Known known -> {
        members.put("errorMicros", Long.toString(known.errorMicros()));
        members.put("frequencyPpb", Long.toString(known.frequencyPpb()));
        members.put("leap", JsonStrings.quote(known.leap().word()));
        members.put("maxErrorMicros", Long.toString(known.maxErrorMicros()));
        members.put("offsetMicros", Long.toString(known.offsetMicros()));
      }
      case ClockStatus.Unknown unknown -> members.put("why", JsonStrings.quote(unknown.reason()));
    }
    return JsonStrings.object(members);
  }
}
