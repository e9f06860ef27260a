package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"http://h", "https://h:8443/mcp", "HTTP://h/mcp?a=b", "http://[::1]:1/mcp"})
  void takesHttpAddresses(String uri) {
    assertEquals(URI.create(uri), HttpSettings.of("u", URI.create(uri)).uri());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h/mcp",
        "mcp",
        "/mcp",
        "http:///mcp",
        "http:opaque",
        "http://h/#f",
        "http://user:password@h/",
        "file:///etc/passwd"
      })
  void refusesOtherAddresses(String uri) {
    assertThrows(IllegalArgumentException.class, () -> HttpSettings.of("u", URI.create(uri)));
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization,Bearer x,true",
    "X y,z,false",
    "X:,z,false",
    "'',z,false",
    "Content-Length,0,false",
    "TRANSFER-encoding,chunked,false"
  })
  void takesHeadersThatCanBeSent(String name, String value, boolean isTaken) {
    HttpSettings settings = HttpSettings.of("u", URI.create("http://h"));
    if (isTaken) {
      assertEquals(value, settings.withHeaders(Map.of(name, value)).headers().get(name));
    } else {
      assertThrows(IllegalArgumentException.class, () -> settings.withHeaders(Map.of(name, value)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nB: c", "a\nb", "é", "a\u0000", " a", "a "})
  void refusesHeaderValuesThatAreNoText(String value) {
    HttpSettings settings = HttpSettings.of("u", URI.create("http://h"));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> settings.withHeaders(Map.of("X", value)));
    assertFalse(e.toString().contains(value));
  }

  @Test
  void refusesLimitsThatAllowNothing() {
    HttpSettings settings = HttpSettings.of("u", URI.create("http://h"));
    assertThrows(IllegalArgumentException.class, () -> settings.withSessionsMax(0));
    assertThrows(IllegalArgumentException.class, () -> settings.withConnectTimeout(Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StdioSettings.Restart(Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }

  @Test
  void needsACommand() {
    assertEquals("x", StdioSettings.of("u", List.of("x"), Path.of("")).command().getFirst());
    assertThrows(
        IllegalArgumentException.class, () -> StdioSettings.of("u", List.of(), Path.of("")));
    assertThrows(
        IllegalArgumentException.class, () -> StdioSettings.of("u", List.of(" "), Path.of("")));
  }

  @Test
  void showsNoSecrets() {
    StdioSettings stdio =
        StdioSettings.of("u", List.of("x", "--token=secret"), Path.of(""))
            .withEnvironment(Map.of("A", "secret"));
    assertFalse(stdio.toString().contains("secret"));
    HttpSettings http =
        HttpSettings.of("u", URI.create("http://h/?key=secret")).withHeaders(Map.of("X", "secret"));
    assertFalse(http.toString().contains("secret"));
  }

  @ParameterizedTest
  @CsvSource({"PATH,true", "HOME,true", "AWS_SECRET_ACCESS_KEY,false", "NODE_OPTIONS,false"})
  void passesOnOnlyHarmlessVariables(String name, boolean isPassedOn) {
    assertEquals(isPassedOn, ChildEnvironment.of(Map.of(name, "x"), Map.of()).containsKey(name));
    assertEquals("y", ChildEnvironment.of(Map.of(name, "x"), Map.of(name, "y")).get(name));
  }
}
