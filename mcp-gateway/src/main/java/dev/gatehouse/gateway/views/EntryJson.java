package dev.gatehouse.gateway.views;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Part;
import dev.gatehouse.recordings.StoredEntry;
import java.util.Base64;
import java.util.StringJoiner;

/**
 * One entry with all that it discloses, as one line of JSON.
 *
 * <p>Shape: {@code {"index":12,"leafHash":"…","leaf":{…},"parts":{"actor":{…},"msg":{…}}}}; a part
 * that is no JSON is a string, and one that is no text is {@code {"base64":"…"}}.
 */
public final class EntryJson {
  private EntryJson() {}

  public static String of(StoredEntry entry) {
    StringJoiner parts = new StringJoiner(",", "{", "}");
    for (Part part : entry.parts()) {
      parts.add(JsonStrings.quote(part.name().wireName()) + ":" + content(part.content()));
    }
    return "{\"index\":%d,\"leafHash\":%s,\"leaf\":%s,\"parts\":%s}"
        .formatted(
            entry.index(), JsonStrings.quote(entry.leafHash().toString()), entry.leaf(), parts);
  }

  private static String content(Bytes content) {
    String text = content.toText();
    try {
      // Inside a JSON string there is no bare line break, so this changes nothing but layout.
      return JsonText.parse(text, JsonLimits.STANDARD).text().replace('\r', ' ').replace('\n', ' ');
    } catch (JsonSyntaxException e) {
      return Bytes.utf8(text).equals(content)
          ? JsonStrings.quote(text)
          : "{\"base64\":\"" + Base64.getEncoder().encodeToString(content.toArray()) + "\"}";
    }
  }
}
