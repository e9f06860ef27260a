package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What a bundle tells its finder: how to check it with three tools.
 *
 * <p>The text is part of the form: a verifier makes it again and compares. It is never changed; a
 * new one would get a new number, and the old one stays.
 */
final class Readme {
  private Readme() {}

  static String text(BundleForm form, Checkpoint checkpoint, String key) {
    try (InputStream template =
        Readme.class.getResourceAsStream("readme-" + form.number() + ".txt")) {
      if (template == null) {
        throw new IllegalStateException("the readme is missing from the program");
      }
      return new String(template.readAllBytes(), UTF_8)
          .replace("@origin@", checkpoint.origin())
          .replace("@size@", Long.toString(checkpoint.size()))
          .replace("@root@", checkpoint.root().base64())
          .replace("@key@", key);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the readme of bundles", e);
    }
  }
}
