package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.approval.shown.ShownText;
import dev.gatehouse.gateway.approval.shown.SlackText;
import dev.gatehouse.gateway.approval.shown.TeamsText;

/** What people on a channel are told of their answer, in which nothing means more than it says. */
final class Words {
  private static final int MAX = 600;

  private Words() {}

  static String slack(Heard heard) {
    return SlackText.escaped(ShownText.line(heard.words(), MAX));
  }

  static String teams(Heard heard) {
    return teams(heard.words());
  }

  static String teams(String words) {
    return TeamsText.escaped(ShownText.line(words, MAX));
  }
}
