package dev.gatehouse.policies.yaml;

import dev.gatehouse.policies.yaml.YamlNode.Kind;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an unquoted scalar is.
 *
 * <p>Source: YAML 1.2.2 §10.3.2, core schema. So {@code yes} and {@code 1_000} are texts.
 */
final class CoreSchema {
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> BOOLEAN =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", Pattern.DOTALL);
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private CoreSchema() {}

  static Kind kindOf(String plain) {
    if (NOTHING.contains(plain)) {
      return Kind.NOTHING;
    } else if (BOOLEAN.contains(plain)) {
      return Kind.BOOLEAN;
    } else if (INTEGER.matcher(plain).matches()) {
      return Kind.INTEGER;
    } else if (DECIMAL.matcher(plain).matches()) {
      return Kind.DECIMAL;
    }
    return Kind.TEXT;
  }
}
