package dev.gatehouse.gateway.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.dial.Dialler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials that stand in the configuration, in files, or are printed by programs. */
class OwnSourcesTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  @TempDir private Path folder;

  private Authorization authorization(CredentialSettings settings) {
    assertFalse(settings.toString().contains("planted"), settings.toString());
    return UpstreamCredentials.of(
        "crm", URI.create("http://127.0.0.1:9/mcp"), settings, now::get, Dialler.standard());
  }

  private Authorization command(Optional<Duration> every, String script) {
    return authorization(
        new CredentialSettings.Command(List.of("sh", "-c", script), folder, every));
  }

  @Test
  void fixedOnesAreShownAsTheyStand() throws Exception {
    assertEquals(
        "Bearer planted",
        Asking.shown(authorization(new CredentialSettings.Bearer(new Secret("planted")))));
    assertEquals(
        "Basic Z2F0ZTpwbGFudGVk",
        Asking.shown(authorization(new CredentialSettings.Basic("gate", new Secret("planted")))));
    Authorization header =
        authorization(new CredentialSettings.Header("X-Key", new Secret("planted")));
    assertEquals(
        Map.of("X-Key", "planted"), header.credential(Asking.NOBODY, Asking.soon()).headers());
    Authorization query = authorization(new CredentialSettings.Query("key", new Secret("planted")));
    assertEquals(Map.of("key", "planted"), query.credential(Asking.NOBODY, Asking.soon()).query());
    assertEquals("", Asking.again(header, ""));
  }

  @Test
  void aFileIsReadAgainWhenItChanges() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "planted-1\n");
    Authorization authorization = authorization(new CredentialSettings.InFile(file));
    assertEquals("Bearer planted-1", Asking.shown(authorization));
    Files.writeString(file, "planted-22\n");
    assertEquals("Bearer planted-22", Asking.shown(authorization));
    Files.writeString(file, "\n");
    assertEquals("Bearer planted-22", Asking.shown(authorization));
    Files.delete(file);
    assertEquals("Bearer planted-22", Asking.shown(authorization));
  }

  @Test
  void aFileWhoseTimeDidNotChangeIsReadWhenItsTokenIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "planted-1");
    Authorization authorization = authorization(new CredentialSettings.InFile(file));
    assertEquals("Bearer planted-1", Asking.shown(authorization));
    assertEquals("", Asking.again(authorization, "Bearer planted-1"));
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "planted-2");
    Files.setLastModifiedTime(file, time);
    assertEquals("Bearer planted-1", Asking.shown(authorization));
    assertEquals("Bearer planted-2", Asking.again(authorization, "Bearer planted-1"));
  }

  @Test
  void aFileWithoutATokenIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "planted twice");
    Authorization authorization = authorization(new CredentialSettings.InFile(file));
    UpstreamException e = Asking.refused(Kind.UNREACHABLE, () -> Asking.shown(authorization));
    assertTrue(e.problem().contains("its file"), e.problem());
  }

  @Test
  void aCommandRunsAgainWhenItsTimeIsOverAndWhenItsTokenIsRefused() throws Exception {
    Authorization authorization =
        command(
            Optional.of(Duration.ofMinutes(10)),
            "echo x >> runs; echo \"planted-$(wc -l < runs | tr -d ' ')\"");
    assertEquals("Bearer planted-1", Asking.shown(authorization));
    assertEquals("Bearer planted-1", Asking.shown(authorization));
    now.set(now.get().plus(Duration.ofMinutes(10)));
    assertEquals("Bearer planted-2", Asking.shown(authorization));
    assertEquals("Bearer planted-3", Asking.again(authorization, "Bearer planted-2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo planted; exit 3 | UNREACHABLE | its command ended with 3",
        "echo planted twice | FORBIDDEN | its command printed no token",
        "yes planted | UNREACHABLE | its command ended with",
        "echo planted >&2 | FORBIDDEN | its command printed no token"
      })
  void whatACommandDoesWrongIsSaid(String script, Kind kind, String words) {
    UpstreamException e =
        Asking.refused(kind, () -> Asking.shown(command(Optional.empty(), script)));
    assertTrue(e.problem().contains(words), e.problem());
  }

  @Test
  void aCommandThatDoesNotEndIsEndedWithWhatItStarted() throws Exception {
    Authorization authorization =
        command(Optional.empty(), "echo $$ > pid; sleep 60 & echo planted; wait");
    UpstreamException e =
        Asking.refused(
            Kind.UNREACHABLE,
            () ->
                authorization.credential(
                    Asking.NOBODY, dev.gatehouse.adapters.Deadline.after(Duration.ofSeconds(1))));
    assertTrue(e.problem().contains("in time"), e.problem());
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    Optional<ProcessHandle> shell = ProcessHandle.of(pid);
    if (shell.isPresent()) {
      shell.get().onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
    }
    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void aMissingCommandIsSaid() {
    Authorization authorization =
        authorization(
            new CredentialSettings.Command(
                List.of("/no/such/program", "planted"), folder, Optional.empty()));
    Asking.refused(Kind.FORBIDDEN, () -> Asking.shown(authorization));
  }
}
