package dev.gatehouse.policies.yaml;

import dev.gatehouse.policies.yaml.YamlNode.Entry;
import dev.gatehouse.policies.yaml.YamlNode.Kind;
import dev.gatehouse.policies.yaml.YamlNode.Mapping;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import dev.gatehouse.policies.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Turns the events of one document into nodes.
 *
 * <p>Works on events rather than on the parser's own tree: that gives the depth limit before any
 * recursion, and anchors and aliases as places rather than as resolved copies. Confined to one
 * thread, used once.
 */
final class NodeBuilder {
  private final String file;
  private final Problems problems;
  private final SourceText source;
  private final Iterator<Event> events;

  NodeBuilder(String file, String text, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.source = new SourceText(text);
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setParseComments(false)
            .setCodePointLimit(YamlFile.BYTES_MAX)
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  Optional<YamlNode> build() {
    try {
      return document();
    } catch (MarkedYamlEngineException e) {
      YamlNode.Place place =
          e.getProblemMark()
              .or(e::getContextMark)
              .map(SourceText::placeOf)
              .orElse(new YamlNode.Place(1, 1));
      report(place, "not valid YAML: " + said(e));
    } catch (ReaderException e) {
      String found = String.format(Locale.ROOT, "U+%04X", e.getCodePoint());
      report(source.placeOfIndex(e.getPosition()), "the character " + found + " is not allowed");
    } catch (TooDeep e) {
      report(e.place, "nested deeper than " + YamlFile.DEPTH_MAX + " levels");
    } catch (YamlEngineException e) {
      report(
          new YamlNode.Place(1, 1),
          "not valid YAML: " + lowerFirst(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private Optional<YamlNode> document() {
    next(Event.ID.StreamStart);
    Event first = events.next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      report(new YamlNode.Place(1, 1), "the file is empty; expected a mapping");
      return Optional.empty();
    }
    YamlNode root = node(events.next(), 0);
    next(Event.ID.DocumentEnd);
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      report(place(after), "a second document begins here; expected one");
      return Optional.empty();
    }
    return Optional.of(root);
  }

  private YamlNode node(Event event, int depth) {
    YamlNode.Place place = place(event);
    if (depth > YamlFile.DEPTH_MAX) {
      throw new TooDeep(place);
    }
    if (event instanceof NodeEvent marked && marked.getAnchor().isPresent()) {
      report(place, "anchors and aliases are not used here; " + quoteIt(event));
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar, place);
      case MappingStartEvent start -> {
        refuseTag(start.getTag(), place);
        yield mapping(place, depth);
      }
      case SequenceStartEvent start -> {
        refuseTag(start.getTag(), place);
        yield sequence(place, depth);
      }
      case AliasEvent _ -> new Scalar(place.line(), place.column(), "", Kind.NOTHING, List.of());
      default -> throw new IllegalStateException("unexpected event " + event.getEventId());
    };
  }

  private Mapping mapping(YamlNode.Place place, int depth) {
    List<Entry> entries = new ArrayList<>();
    Map<String, Scalar> seen = new HashMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      YamlNode key = node(event, depth + 1);
      YamlNode value = node(events.next(), depth + 1);
      if (!(key instanceof Scalar name)) {
        report(place(event), "expected a text as key, found " + key.described());
        continue;
      }
      Scalar first = seen.putIfAbsent(name.text(), name);
      if (first == null) {
        entries.add(new Entry(name, value));
      } else {
        String message = "key " + Problem.quote(name.text()) + " stands twice; first in line ";
        report(place(event), message + first.line());
      }
    }
    return new Mapping(place.line(), place.column(), entries);
  }

  private Sequence sequence(YamlNode.Place place, int depth) {
    List<YamlNode> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Sequence(place.line(), place.column(), items);
  }

  private Scalar scalar(ScalarEvent event, YamlNode.Place place) {
    refuseTag(event.getTag(), place);
    String value = event.getValue();
    Kind kind = event.isPlain() ? CoreSchema.kindOf(value) : Kind.TEXT;
    return new Scalar(place.line(), place.column(), value, kind, source.lineStarts(event));
  }

  private void refuseTag(Optional<String> tag, YamlNode.Place place) {
    tag.ifPresent(t -> report(place, "tags such as " + Problem.quote(t) + " are not used here"));
  }

  private void next(Event.ID expected) {
    Event event = events.next();
    if (event.getEventId() != expected) {
      throw new IllegalStateException("expected " + expected + ", got " + event.getEventId());
    }
  }

  private void report(YamlNode.Place place, String message) {
    problems.add(file, place.line(), place.column(), message);
  }

  /** What the parser says, with help where the slip is a common one. */
  private static String said(MarkedYamlEngineException e) {
    String context = e.getContext() == null ? "" : e.getContext() + ": ";
    String said = lowerFirst(context + e.getProblem());
    if (said.contains("scanning an alias")) {
      return said + "; put a text with `*` in quotes";
    }
    return said.contains("<block end>") ? said + "; are the lines indented alike?" : said;
  }

  private static String quoteIt(Event event) {
    return event instanceof AliasEvent
        ? "put a text that begins with `*` in quotes"
        : "put a text that begins with `&` in quotes";
  }

  private static YamlNode.Place place(Event event) {
    return event.getStartMark().map(SourceText::placeOf).orElse(new YamlNode.Place(1, 1));
  }

  private static String lowerFirst(String message) {
    return message.isEmpty()
        ? message
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  /** Ends the reading of a file that nests too deep. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient YamlNode.Place place;

    TooDeep(YamlNode.Place place) {
      super("too deep", null, false, false);
      this.place = place;
    }
  }
}
