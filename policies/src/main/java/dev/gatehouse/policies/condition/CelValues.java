package dev.gatehouse.policies.condition;

import dev.cel.common.values.NullValue;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as CEL sees it.
 *
 * <p>A number written without point and exponent is an int if it fits 64 bits; every other number
 * is a double, rounded to the nearest, or infinite if it is too large. Comparing an int with a
 * double compares their values.
 */
final class CelValues {
  private static final BigDecimal INT_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal INT_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private CelValues() {}

  /** The value as conditions see it. */
  static Object of(JsonValue value) {
    if (value == LostValue.LOST) {
      return LostValue.unknown();
    }
    return switch (value.getValueType()) {
      case OBJECT -> {
        Map<String, Object> members = new HashMap<>();
        value.asJsonObject().forEach((name, member) -> members.put(name, of(member)));
        yield members;
      }
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        value.asJsonArray().forEach(element -> elements.add(of(element)));
        // Of a list that is searched for a value, elements are not asked whether they are that.
        yield elements.stream().anyMatch(LostValue::isUnknown) ? LostValue.unknown() : elements;
      }
      case STRING -> ((JsonString) value).getString();
      case NUMBER -> number(((JsonNumber) value).bigDecimalValue());
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> NullValue.NULL_VALUE;
    };
  }

  private static Object number(BigDecimal number) {
    boolean isInt =
        number.scale() == 0 && number.compareTo(INT_MIN) >= 0 && number.compareTo(INT_MAX) <= 0;
    return isInt ? (Object) number.longValueExact() : (Object) number.doubleValue();
  }
}
