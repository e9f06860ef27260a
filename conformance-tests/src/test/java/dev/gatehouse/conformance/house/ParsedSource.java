package dev.gatehouse.conformance.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** One source file, parsed but not resolved. Confined to one thread. */
final class ParsedSource {
  private final Path path;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;

  private ParsedSource(Path path, CompilationUnitTree unit, SourcePositions positions) {
    this.path = path;
    this.unit = unit;
    this.positions = positions;
  }

  /** All the house's sources. */
  static List<ParsedSource> all() {
    return parse(House.sources());
  }

  private static List<ParsedSource> parse(List<Path> paths) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<ParsedSource> parsed = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        parsed.add(new ParsedSource(Path.of(unit.getSourceFile().toUri()), unit, positions));
      }
      return parsed;
    } catch (IOException e) {
      throw new UncheckedIOException("parsing the sources", e);
    }
  }

  Path path() {
    return path;
  }

  /** How many lines the file has. */
  int lines() {
    return (int) House.text(path).lines().count();
  }

  /** How many lines the piece of source takes. */
  long linesOf(Tree tree) {
    var map = unit.getLineMap();
    return map.getLineNumber(positions.getEndPosition(unit, tree))
        - map.getLineNumber(positions.getStartPosition(unit, tree))
        + 1;
  }

  /** Where the piece of source is, as people write it. */
  String place(Tree tree) {
    long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    return House.relative(path) + ":" + line;
  }

  List<ClassTree> types() {
    return found(ClassTree.class);
  }

  List<MethodTree> methods() {
    return found(MethodTree.class);
  }

  List<SwitchTree> switches() {
    return found(SwitchTree.class);
  }

  List<SwitchExpressionTree> switchExpressions() {
    return found(SwitchExpressionTree.class);
  }

  private <T extends Tree> List<T> found(Class<T> wanted) {
    List<T> found = new ArrayList<>();
    TreeScanner<Void, Void> scanner =
        new TreeScanner<>() {
          @Override
          public @Nullable Void scan(@Nullable Tree tree, Void nothing) {
            if (wanted.isInstance(tree)) {
              found.add(wanted.cast(tree));
            }
            return super.scan(tree, null);
          }
        };
    scanner.scan(unit, null);
    return found;
  }
}
