package dev.gatehouse.gateway.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * The text of a key file, told apart by its form only.
 *
 * <p>Shape: a JSON object with {@code kty} (RFC 7517 §4), one with a list {@code keys} (§5), or one
 * block between {@code -----BEGIN …-----} and {@code -----END …-----} (RFC 7468).
 */
public sealed interface KeyText {
  /** Key sets of a few keys are small; whatever is larger is something else. */
  int FILE_BYTES_MAX = 64 * 1024;

  /** JSON Web Keys: the members of each. */
  record Jwks(List<Map<String, Object>> keys) implements KeyText {
    public Jwks {
      keys = List.copyOf(keys);
    }
  }

  /**
   * A block in PEM.
   *
   * @param label such as {@code PUBLIC KEY}
   */
  record Pem(String label, Bytes der) implements KeyText {}

  /** Reads a file, without a look at which keys these are. */
  static KeyText read(Path file) throws KeyFileException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new KeyFileException("holds more than " + FILE_BYTES_MAX + " bytes, no key");
      }
      text = new String(bytes, UTF_8).strip();
    } catch (IOException e) {
      throw new KeyFileException("cannot be read");
    }
    return text.startsWith("{") ? jwks(text) : pem(text);
  }

  private static KeyText pem(String text) throws KeyFileException {
    Matcher block =
        Pattern.compile("(?s)-----BEGIN ([A-Z0-9 ]{1,40})-----(.*)-----END \\1-----").matcher(text);
    if (!block.matches()) {
      throw new KeyFileException("expected to hold a JSON Web Key or one key in PEM");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      return new Pem(block.group(1), Bytes.of(der));
    } catch (IllegalArgumentException e) {
      throw new KeyFileException("expected to hold base64 between its PEM lines");
    }
  }

  private static KeyText jwks(String text) throws KeyFileException {
    Map<String, Object> object;
    try {
      object = JsonUtil.parseJson(text);
    } catch (JoseException e) {
      throw new KeyFileException("expected to hold one JSON object");
    }
    if (!(object.get("keys") instanceof List<?> list)) {
      return new Jwks(List.of(object));
    }
    List<Map<String, Object>> keys = new ArrayList<>();
    for (Object key : list) {
      if (!(key instanceof Map<?, ?> members)) {
        throw new KeyFileException("expected to hold objects in its list `keys`");
      }
      Map<String, Object> copy = new LinkedHashMap<>();
      members.forEach((name, value) -> copy.put(String.valueOf(name), value));
      keys.add(copy);
    }
    return new Jwks(keys);
  }
}
