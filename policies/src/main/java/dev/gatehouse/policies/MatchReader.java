package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.Spelling;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Reads which calls a rule is about. Confined to one thread. */
final class MatchReader {
  /** The methods of MCP, of both eras. */
  private static final List<String> METHODS =
      List.of(
          "tools/call",
          "tools/list",
          "resources/read",
          "resources/list",
          "resources/templates/list",
          "resources/subscribe",
          "resources/unsubscribe",
          "prompts/get",
          "prompts/list",
          "completion/complete",
          "subscriptions/listen",
          "server/discover",
          "logging/setLevel",
          "sampling/createMessage",
          "elicitation/create",
          "roots/list",
          "tasks/get",
          "tasks/list",
          "tasks/result",
          "tasks/cancel",
          "tasks/update",
          "initialize",
          "ping");

  private final Problems problems;
  private final List<UpstreamMention> mentions;
  private final TimesReader timesReader;

  MatchReader(Problems problems, List<UpstreamMention> mentions) {
    this.problems = problems;
    this.mentions = mentions;
    this.timesReader = new TimesReader(problems);
  }

  Match read(String file, MappingReader rule) {
    int before = problems.count();
    List<Part> parts = new ArrayList<>();
    names(file, rule, Named.TOOL, parts);
    names(file, rule, Named.METHOD, parts);
    upstreams(file, rule, parts);
    names(file, rule, Named.RESOURCE, parts);
    names(file, rule, Named.PROMPT, parts);
    names(file, rule, Named.PRINCIPAL, parts);
    List<String> groups = rule.strings("groups");
    if (!groups.isEmpty()) {
      parts.add(new Part.Groups(groups));
    }
    names(file, rule, Named.CLIENT, parts);
    rule.mapping("claims").ifPresent(claims -> claims(file, claims, parts));
    times(file, rule, "times", parts);
    times(file, rule, "outside-times", parts);
    Match match = new Match(parts);
    if (problems.count() == before) {
      Impossible.report(rule, match);
    }
    return match;
  }

  private void claims(String file, MappingReader claims, List<Part> parts) {
    for (String name : claims.keys()) {
      List<Glob> globs = globs(file, claims.texts(name));
      if (!globs.isEmpty()) {
        parts.add(new Part.Claim(name, globs));
      }
    }
    if (claims.keys().isEmpty()) {
      claims.problem("`claims` asks for nothing; expected names of claims with their values");
    }
  }

  private void times(String file, MappingReader rule, String key, List<Part> parts) {
    List<TimeWindow> windows = timesReader.read(file, rule, key);
    if (!windows.isEmpty()) {
      parts.add(new Part.Times(windows, key.equals("outside-times")));
    }
  }

  private void names(String file, MappingReader rule, Named named, List<Part> parts) {
    List<Scalar> texts = rule.texts(named.key());
    List<Glob> globs = globs(file, texts);
    if (named == Named.TOOL) {
      texts.stream()
          .filter(text -> isPattern(text.text()))
          .forEach(text -> checkTool(file, text, Glob.of(text.text())));
    }
    if (named == Named.METHOD) {
      texts.forEach(text -> checkMethod(file, text));
    }
    if (!globs.isEmpty()) {
      parts.add(new Part.Names(named, globs));
    }
  }

  private List<Glob> globs(String file, List<Scalar> texts) {
    List<Glob> globs = new ArrayList<>();
    for (Scalar scalar : texts) {
      if (isPattern(scalar.text())) {
        globs.add(Glob.of(scalar.text()));
      } else {
        String expected = "expected a pattern of 1 to 200 characters, without spaces around it";
        problems.add(file, scalar.line(), scalar.column(), expected);
      }
    }
    return globs;
  }

  /** A method of another name may be an extension; one that is nearly right is a slip. */
  private void checkMethod(String file, Scalar scalar) {
    if (Glob.of(scalar.text()).isLiteral() && !METHODS.contains(scalar.text())) {
      Spelling.nearest(scalar.text(), METHODS)
          .ifPresent(
              near ->
                  problems.add(
                      file,
                      scalar.line(),
                      scalar.column(),
                      "no method is called "
                          + Problem.quote(scalar.text())
                          + " (did you mean "
                          + Problem.quote(near)
                          + "?)"));
    }
  }

  private static boolean isPattern(String text) {
    return !text.isEmpty() && text.length() <= Glob.CHARACTERS_MAX && text.equals(text.strip());
  }

  private void checkTool(String file, Scalar scalar, Glob glob) {
    boolean separated = glob.pattern().contains(ToolName.SEPARATOR);
    if (glob.isLiteral() && !separated) {
      String message =
          Problem.quote(glob.pattern()) + " matches no tool: tools are named `upstream__tool`";
      problems.add(file, scalar.line(), scalar.column(), message);
    } else if (!glob.literalPrefix().isEmpty()) {
      mentions.add(mention(file, scalar, glob.literalPrefix()));
    }
  }

  private UpstreamMention mention(String file, Scalar scalar, String prefix) {
    Problem place = problems.at(file, scalar.line(), scalar.column(), "");
    return new UpstreamMention(place, scalar.text(), prefix);
  }

  private void upstreams(String file, MappingReader rule, List<Part> parts) {
    List<Glob> names = new ArrayList<>();
    for (Scalar name : rule.texts(Named.UPSTREAM.key())) {
      if (name.text().indexOf('*') >= 0) {
        String message = "`upstreams` takes whole names; for patterns use `tools`, as in `crm*`";
        problems.add(file, name.line(), name.column(), message);
      }
      mentions.add(mention(file, name, name.text() + ToolName.SEPARATOR));
      names.add(new Glob(name.text(), true));
    }
    if (!names.isEmpty()) {
      parts.add(new Part.Names(Named.UPSTREAM, names));
    }
  }
}
