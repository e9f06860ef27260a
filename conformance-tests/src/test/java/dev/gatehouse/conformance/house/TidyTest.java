package dev.gatehouse.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** How sources look: small files, short methods, the field's words, nothing left lying about. */
class TidyTest {
  private static final Pattern BANNED_NAME =
      Pattern.compile(
          "(^|[a-z0-9])(Util|Utils|Helper|Manager|Processor|Service|Impl|Info|Data(?!Directory)|Common)"
              + "($|[A-Z])|^(Abstract|Base)[A-Z]");
  private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])");

  private final List<ParsedSource> sources = ParsedSource.all();

  @Test
  void filesAreSmall() {
    List<Integer> sizes = sources.stream().map(ParsedSource::lines).sorted().toList();
    List<String> long500 =
        sources.stream().filter(s -> s.lines() > 500).map(s -> name(s) + " " + s.lines()).toList();
    assertEquals(List.of(), long500, "above 500 lines");
    // Tests may hold many cases of one thing; what ships is read from beginning to end.
    List<Integer> shipped = product().stream().map(ParsedSource::lines).sorted().toList();
    int median = shipped.get(shipped.size() / 2);
    assertTrue(median <= 80, () -> "median " + median);
    int tenth = sizes.get(sizes.size() * 9 / 10);
    assertTrue(tenth <= 250, () -> "nine in ten are at most " + tenth + " lines, wanted 250");
  }

  @Test
  void methodsAreShort() {
    List<String> tooLong = new ArrayList<>();
    int all = 0;
    int overOneScreen = 0;
    for (ParsedSource source : sources) {
      for (MethodTree method : source.methods()) {
        long lines = source.linesOf(method);
        all++;
        overOneScreen += lines > 40 ? 1 : 0;
        if (lines > 70) {
          tooLong.add(source.place(method) + " " + method.getName() + " " + lines);
        }
      }
    }
    assertEquals(List.of(), tooLong, "above 70 lines");
    assertTrue(overOneScreen * 50 < all, "more than one method in fifty is above 40 lines");
  }

  @Test
  void typesAreNamedForWhatTheyAre() {
    List<String> wrong = new ArrayList<>();
    for (ParsedSource source : sources) {
      for (ClassTree type : source.types()) {
        String name = type.getSimpleName().toString();
        if (BANNED_NAME.matcher(name).find() || name.equals("Record")) {
          wrong.add(source.place(type) + " " + name);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void accessorsAreNamedWithoutGet() {
    List<String> wrong = new ArrayList<>();
    for (ParsedSource source : sources) {
      for (MethodTree method : source.methods()) {
        if (method.getName().toString().matches("get[A-Z].*") && !overrides(method)) {
          wrong.add(source.place(method) + " " + method.getName());
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void optionalIsNeverAParameterOfWhatIsPublic() {
    List<String> wrong = new ArrayList<>();
    for (ParsedSource source : product()) {
      for (ClassTree type : source.types()) {
        for (Tree member : type.getMembers()) {
          if (member instanceof MethodTree method
              && !isCanonical(type, method)
              && method.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
            method.getParameters().stream()
                .filter(TidyTest::isOptional)
                .forEach(p -> wrong.add(source.place(p) + " " + method.getName() + "(" + p + ")"));
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void nothingStaticCanChange() {
    List<String> wrong = new ArrayList<>();
    for (ParsedSource source : product()) {
      for (ClassTree type : source.types()) {
        for (Tree member : type.getMembers()) {
          if (member instanceof VariableTree field
              && field.getModifiers().getFlags().contains(Modifier.STATIC)
              && !field.getModifiers().getFlags().contains(Modifier.FINAL)) {
            wrong.add(source.place(field) + " " + field.getName());
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void switchesOverTypesHaveNoSilentDefault() {
    List<String> wrong = new ArrayList<>();
    for (ParsedSource source : sources) {
      for (SwitchTree tree : source.switches()) {
        if (hasTypesAndSilentDefault(tree.getCases())) {
          wrong.add(source.place(tree));
        }
      }
      for (SwitchExpressionTree tree : source.switchExpressions()) {
        if (hasTypesAndSilentDefault(tree.getCases())) {
          wrong.add(source.place(tree));
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void testNamesAreSentences() {
    List<String> wrong = new ArrayList<>();
    for (ParsedSource source : sources) {
      for (MethodTree method : source.methods()) {
        boolean test =
            method.getModifiers().getAnnotations().stream()
                .anyMatch(a -> a.getAnnotationType().toString().matches("(Parameterized)?Test"));
        String name = method.getName().toString();
        if (test && (name.contains("_") || WORD.matcher(name).results().count() < 2)) {
          wrong.add(source.place(method) + " " + name);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    List<String> wrong = new ArrayList<>();
    List<Path> folders = House.sources().stream().map(Path::getParent).distinct().toList();
    for (Path folder : folders) {
      Path described = folder.resolve("package-info.java");
      boolean elsewhere = Files.exists(mainTwin(folder));
      if (!Files.exists(described)) {
        if (!elsewhere) {
          wrong.add(House.relative(folder) + " has no package-info.java");
        }
      } else if (!House.text(described).contains("@NullMarked")
          || !House.text(described).startsWith("/**")) {
        wrong.add(House.relative(described) + " is not @NullMarked, or does not say what it is");
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static Path mainTwin(Path folder) {
    return Path.of(folder.toString().replace("/src/test/", "/src/main/"))
        .resolve("package-info.java");
  }

  /**
   * A default that refuses is allowed, and one among exceptions, whose types are never all known.
   */
  private static boolean hasTypesAndSilentDefault(List<? extends CaseTree> cases) {
    boolean types = false;
    boolean silent = false;
    for (CaseTree branch : cases) {
      for (Tree label : branch.getLabels()) {
        types |= label instanceof PatternCaseLabelTree && !label.toString().contains("Exception");
        silent |= label instanceof DefaultCaseLabelTree && !(branch.getBody() instanceof ThrowTree);
      }
    }
    return types && silent;
  }

  private static boolean overrides(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  private static boolean isCanonical(ClassTree type, MethodTree method) {
    return type.getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>");
  }

  private static boolean isOptional(VariableTree parameter) {
    return Stream.of(parameter.getType())
        .map(String::valueOf)
        .anyMatch(text -> text.startsWith("Optional<"));
  }

  private List<ParsedSource> product() {
    return sources.stream().filter(source -> House.isMain(source.path())).toList();
  }

  private static String name(ParsedSource source) {
    return House.relative(source.path());
  }
}
