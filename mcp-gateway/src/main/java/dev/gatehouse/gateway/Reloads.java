package dev.gatehouse.gateway;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.policy.Reload;
import dev.gatehouse.policies.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** What to tell somebody who had the policy files read again. */
final class Reloads {
  /** Nothing came of it yet. */
  static final Answer LATE =
      new Answer(false, "the gateway has not read the policies yet; its log says what comes of it");

  private Reloads() {}

  static Answer answer(Reload reload) {
    return switch (reload) {
      case Reload.Unchanged(String digest) ->
          new Answer(true, "unchanged: the files say what is in force, " + digest);
      case Reload.Taken(String before, String digest, List<Problem> warnings) ->
          new Answer(true, "in force: " + digest + ", before " + before + lines(warnings));
      case Reload.Kept(String digest, List<Problem> problems) ->
          new Answer(false, "rejected, still in force: " + digest + lines(problems));
      case Reload.NotRecorded(String digest, String why) ->
          new Answer(false, "not recorded, still in force: " + digest + " (" + why + ")");
      case Reload.Failed(String digest, String cause) ->
          new Answer(false, "not read, still in force: " + digest + " (fault: " + cause + ")");
    };
  }

  private static String lines(List<Problem> problems) {
    return problems.stream().map(it -> "\n" + it.shown()).collect(Collectors.joining());
  }
}
