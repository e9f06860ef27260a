package dev.gatehouse.gateway.deciding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlainJsonTest {
  @Test
  void spellsOutWhatIsNotSeen() {
    assertEquals(
        "{\"a\":\"\\u202eé\\u200b\\ud83d\\ude00\"}",
        PlainJson.ascii("{\"a\":\"\u202e\\u00e9\u200b\ud83d\ude00\"}").replace("\\u00e9", "é"));
    assertEquals("{\"ä\":\"\\u202e\"}", PlainJson.visible("{\"ä\":\"\u202e\"}"));
    assertEquals("{\"ä\":\"😀\"}", PlainJson.visible("{\"ä\":\"😀\"}"));
  }

  @Test
  void leavesTheRest() {
    String plain = "{\n  \"amount\": 1.50, \"to\": \"a\\\\b\"}";
    assertEquals(plain, PlainJson.visible(plain));
    assertEquals(plain, PlainJson.ascii(plain));
  }
}
