package dev.gatehouse.gateway.approval;

import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Escalation;
import dev.gatehouse.policies.Grants;
import dev.gatehouse.policies.Hours;
import dev.gatehouse.policies.Need;
import dev.gatehouse.policies.TimeWindow;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How demands are written down and hashed.
 *
 * <p>Shape: {@code [{"rule":"refunds","groups":["finance"],"need":"any","quorum":2,
 * "waitMax":"PT8H","grants":{"once":"PT10M"},"justify":true,"escalation":{"after":"PT1H",
 * "to":["leads"]},"hours":[{"days":[1,2],"from":480,"to":1020,"zone":"Europe/Berlin",
 * "written":"Mon-Tue 8:00-17:00 Europe/Berlin"}],"breakGlass":["on-call"]}]}, in this order,
 * without what is not there; durations as in ISO 8601, days from Monday, minutes of the day.
 */
public final class DemandJson {
  private DemandJson() {}

  /** The demands as one text; the same for the same demands in the same order. */
  public static String text(List<Demand> demands) {
    return JsonParts.written(array(demands).build());
  }

  static JsonArrayBuilder array(List<Demand> demands) {
    return JsonParts.array(demands, DemandJson::demand);
  }

  static List<Demand> demands(JsonArray json) {
    return json.getValuesAs(JsonObject.class).stream().map(DemandJson::demand).toList();
  }

  private static JsonObject demand(Demand demand) {
    JsonObjectBuilder json =
        Provider.JSON
            .createObjectBuilder()
            .add("rule", demand.rule())
            .add("groups", Provider.JSON.createArrayBuilder(demand.groups()))
            .add("need", demand.need().word())
            .add("quorum", demand.quorum())
            .add("waitMax", demand.waitMax().toString())
            .add("grants", grants(demand.grants()))
            .add("justify", demand.justify());
    demand.escalation().ifPresent(it -> json.add("escalation", escalation(it)));
    demand
        .hours()
        .ifPresent(it -> json.add("hours", JsonParts.array(it.windows(), DemandJson::window)));
    return json.add("breakGlass", Provider.JSON.createArrayBuilder(demand.breakGlass())).build();
  }

  private static Demand demand(JsonObject json) {
    return new Demand(
        json.getString("rule"),
        JsonParts.texts(json, "groups"),
        Need.valueOf(json.getString("need").toUpperCase(Locale.ROOT)),
        json.getInt("quorum"),
        duration(json, "waitMax"),
        grants(json.getJsonObject("grants")),
        json.getBoolean("justify"),
        JsonParts.object(json, "escalation").map(DemandJson::escalation),
        hours(json),
        JsonParts.texts(json, "breakGlass"));
  }

  private static JsonObject grants(Grants grants) {
    return switch (grants) {
      case Grants.Once(Duration useWithin) -> one("once", useWithin);
      case Grants.ManyFor(Duration length) -> one("manyFor", length);
    };
  }

  private static JsonObject one(String name, Duration duration) {
    return Provider.JSON.createObjectBuilder().add(name, duration.toString()).build();
  }

  private static Grants grants(JsonObject json) {
    return json.containsKey("once")
        ? new Grants.Once(duration(json, "once"))
        : new Grants.ManyFor(duration(json, "manyFor"));
  }

  private static JsonObject escalation(Escalation escalation) {
    return Provider.JSON
        .createObjectBuilder()
        .add("after", escalation.after().toString())
        .add("to", Provider.JSON.createArrayBuilder(escalation.to()))
        .build();
  }

  private static Escalation escalation(JsonObject json) {
    return new Escalation(duration(json, "after"), JsonParts.texts(json, "to"));
  }

  private static Optional<Hours> hours(JsonObject json) {
    return json.containsKey("hours")
        ? Optional.of(new Hours(JsonParts.list(json, "hours", DemandJson::window)))
        : Optional.empty();
  }

  private static JsonObject window(TimeWindow window) {
    JsonArrayBuilder days = Provider.JSON.createArrayBuilder();
    window.days().stream().sorted().forEach(day -> days.add(day.getValue()));
    return Provider.JSON
        .createObjectBuilder()
        .add("days", days)
        .add("from", window.fromMinute())
        .add("to", window.toMinute())
        .add("zone", window.zone().getId())
        .add("written", window.written())
        .build();
  }

  private static TimeWindow window(JsonObject json) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    json.getJsonArray("days")
        .getValuesAs(JsonNumber.class)
        .forEach(day -> days.add(DayOfWeek.of(day.intValueExact())));
    return new TimeWindow(
        days,
        json.getInt("from"),
        json.getInt("to"),
        ZoneId.of(json.getString("zone")),
        json.getString("written"));
  }

  private static Duration duration(JsonObject json, String name) {
    return Duration.parse(json.getString(name));
  }
}
