package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.cli.Launcher.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
  @TempDir private Path folder;
  private Launcher launcher;

  @BeforeEach
  void makeUpAMachine() throws IOException {
    launcher = new Launcher(folder.toRealPath());
    launcher.workingMaven();
  }

  @Test
  void saysInTwoLinesWhatToDoWhereThereIsOnlyJdk17() throws Exception {
    Path old = launcher.jdk("temurin-17", "17.0.15");
    launcher.onPath("java", old.resolve("bin/java"));
    Run run = launcher.run("version");
    assertEquals(69, run.exitCode());
    assertEquals("", run.out());
    assertEquals(
        List.of(
            "gatehouse: needs a JDK 25 or newer, and found none",
            "gatehouse: install one (https://adoptium.net), or set GATEHOUSE_JAVA_HOME to the"
                + " folder of one"),
        run.err().lines().limit(2).toList());
    assertTrue(run.err().contains(old + " (JDK 17)"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_402", "17.0.15", "24.0.2", "9", ""})
  void refusesOlderJdks(String version) throws Exception {
    launcher.jdk("old", version);
    assertEquals(69, launcher.run("version").exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "25.0.3", "25-ea", "26.0.1"})
  void takesNewerJdks(String version) throws Exception {
    Path found = launcher.jdk("new", version);
    assertStartedWith(found, launcher.run("version"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temurin-25",
        "temurin-25.jdk/Contents/Home",
        "openjdk@25/libexec/openjdk.jdk/Contents/Home"
      })
  void findsJdksInTheFoldersOfSystems(String place) throws Exception {
    launcher.jdk("aaa-17", "17");
    Path found = launcher.jdk(place, "25.0.1");
    assertStartedWith(found, launcher.run("version"));
  }

  @Test
  void leavesOutWhatHasNoCompiler() throws Exception {
    Path runtime = launcher.jdk("a-jre-25", "25");
    Files.delete(runtime.resolve("bin/javac"));
    assertEquals(69, launcher.run("version").exitCode());
  }

  @Test
  void prefersWhatItIsTold() throws Exception {
    launcher.jdk("in-the-folder", "25");
    Path onPath = Launcher.jdk(folder.toRealPath().resolve("on-path"), "25");
    launcher.onPath("java", onPath.resolve("bin/java"));
    assertStartedWith(onPath, launcher.run("version"));
    Path home = Launcher.jdk(folder.toRealPath().resolve("home"), "25");
    assertStartedWith(home, launcher.with("JAVA_HOME", home).run("version"));
    Path own = Launcher.jdk(folder.toRealPath().resolve("own"), "26");
    assertStartedWith(own, launcher.with("GATEHOUSE_JAVA_HOME", own).run("version"));
    launcher.with("GATEHOUSE_JAVA_HOME", folder.resolve("nowhere"));
    assertStartedWith(home, launcher.run("version"));
  }

  @Test
  void buildsOnFirstUseAndKeepsStandardOutputClean() throws Exception {
    launcher.jdk("25", "25");
    Run first = launcher.run("version");
    assertTrue(first.err().startsWith("gatehouse: building"), first.err());
    assertTrue(first.err().contains("gatehouse: built in"), first.err());
    assertTrue(first.out().startsWith("jdk="), first.out());
    Run second = launcher.run("version");
    assertEquals("", second.err());
    assertEquals(first.out(), second.out());
    assertEquals(1, launcher.builds());
  }

  @Test
  void startsWithoutMavenOnceItIsBuilt() throws Exception {
    launcher.jdk("25", "25");
    launcher.run("version");
    launcher.maven("exit 1");
    assertEquals(0, launcher.run("version").exitCode());
  }

  @Test
  void buildsAgainWhenASourceChangesOrGoes() throws Exception {
    launcher.jdk("25", "25");
    launcher.run("version");
    Files.setLastModifiedTime(launcher.source(), FileTime.from(Instant.now().plusSeconds(2)));
    launcher.run("version");
    assertEquals(2, launcher.builds());
    Path gone = launcher.source();
    Files.setLastModifiedTime(gone, FileTime.from(Instant.now().minusSeconds(60)));
    assertEquals(0, launcher.run("version").exitCode());
    assertEquals(2, launcher.builds());
    Files.delete(gone);
    Files.setLastModifiedTime(gone.getParent(), FileTime.from(Instant.now().plusSeconds(2)));
    launcher.run("version");
    assertEquals(3, launcher.builds());
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    launcher.jdk("25", "25");
    Files.delete(folder.toRealPath().resolve("tools/mvn"));
    Run run = launcher.run("version");
    assertEquals(69, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("Maven (`mvn`) is not on the path"), run.err());
  }

  @Test
  void showsTheEndOfTheLogWhereTheBuildFails() throws Exception {
    launcher.jdk("25", "25");
    launcher.maven("echo first; echo 'this is why'; exit 1");
    Run run = launcher.run("version");
    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("this is why"), run.err());
    assertTrue(run.err().contains("target/build.log"), run.err());
    launcher.workingMaven();
    assertEquals(0, launcher.run("version").exitCode());
  }

  @Test
  void givesMavenTheJdkThatItFound() throws Exception {
    Path found = launcher.jdk("25", "25");
    launcher.maven("echo \"home=$JAVA_HOME\"; exit 1");
    assertTrue(launcher.run("version").err().contains("home=" + found));
  }

  @Test
  void worksThroughLinksAndPassesItsArgumentsOn() throws Exception {
    launcher.jdk("25", "25");
    Path link = folder.resolve("one");
    Files.createSymbolicLink(link, launcher.script());
    Path relative = folder.resolve("two");
    Files.createSymbolicLink(relative, Path.of("one"));
    Run run = launcher.run(relative, "call", "a b", "", "$x");
    List<String> arguments = run.out().lines().toList();
    assertEquals(
        List.of("dev.gatehouse.gateway.cli.Main", "call", "a b", "", "$x"),
        arguments.subList(arguments.size() - 5, arguments.size()));
    int classPath = arguments.indexOf("-cp") + 1;
    assertTrue(arguments.get(classPath).endsWith("/lib/b.jar"), run.out());
    assertTrue(arguments.get(classPath).contains("/lib/a.jar:"), run.out());
  }

  @Test
  void startsGatewaysFromTheCacheUnlessAJarIsNewer() throws Exception {
    launcher.jdk("25", "25");
    launcher.run("version");
    Path dist = launcher.script().resolveSibling("mcp-gateway/target/dist");
    assertFalse(launcher.run("serve").out().contains("AOTCache"));
    Files.createFile(dist.resolve("startup.aot"));
    String option = "-XX:AOTCache=" + dist.resolve("startup.aot");
    assertTrue(launcher.run("serve").out().contains(option));
    assertTrue(launcher.run("stdio").out().contains(option));
    assertFalse(launcher.run("check").out().contains(option));
    FileTime later = FileTime.from(Instant.now().plusSeconds(2));
    Files.setLastModifiedTime(dist.resolve("lib/a.jar"), later);
    assertFalse(launcher.run("serve").out().contains(option));
  }

  private static void assertStartedWith(Path jdk, Run run) {
    assertEquals(0, run.exitCode(), run::err);
    assertEquals("jdk=" + jdk, run.out().lines().findFirst().orElse(""), run::out);
  }
}
