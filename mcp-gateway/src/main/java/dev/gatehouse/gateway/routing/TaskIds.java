package dev.gatehouse.gateway.routing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The ids by which clients know the tasks of upstreams: an id says whose the task is, for whom, and
 * of which tool, and nobody but its owner can use it, because an upstream knows us alone.
 *
 * <p>Shape: {@code crm__<the upstream's id>.<tool, base64url>.<tag, base64url>}; the tag is the
 * first half of an HMAC-SHA-256 over the owner and all of the rest. It stays valid as long as the
 * secret, and nothing is kept of it.
 *
 * <p>Source: Tasks extension, "Security Considerations". Immutable.
 */
public final class TaskIds {
  private static final String HMAC = "HmacSHA256";
  private static final int TAG_BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /**
   * A task.
   *
   * @param id as its upstream knows it
   * @param tool as its upstream names it, whose call began it; missing where that is not known
   */
  public record Task(String upstream, String id, Optional<String> tool) {}

  private final SecretKey secret;

  /** By a secret that outlives this process, so that ids do too. */
  public TaskIds(SecretKey secret) {
    this.secret = secret;
  }

  /** The id by which an owner knows a task of his. */
  public String shown(String owner, Task task) {
    String tool = task.tool().orElse("");
    String named =
        Router.canonicalName(task.upstream(), task.id())
            + "."
            + ENCODER.encodeToString(tool.getBytes(StandardCharsets.UTF_8));
    return named + "." + ENCODER.encodeToString(tag(owner, named));
  }

  /** The task that an owner means by an id; nothing where it is not his, or there is none. */
  Optional<Task> found(String owner, String shown) {
    int tagAt = shown.lastIndexOf('.');
    int toolAt = tagAt < 0 ? -1 : shown.lastIndexOf('.', tagAt - 1);
    int separator = shown.indexOf(Router.SEPARATOR);
    if (toolAt < 0 || separator < 0 || separator > toolAt - Router.SEPARATOR.length()) {
      return Optional.empty();
    }
    String named = shown.substring(0, tagAt);
    byte[] expected = ENCODER.encode(tag(owner, named));
    byte[] brought = shown.substring(tagAt + 1).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, brought)) {
      return Optional.empty();
    }
    // Behind the tag, all of it is as we wrote it.
    byte[] tool = Base64.getUrlDecoder().decode(named.substring(toolAt + 1));
    return Optional.of(
        new Task(
            shown.substring(0, separator),
            shown.substring(separator + Router.SEPARATOR.length(), toolAt),
            Optional.of(new String(tool, StandardCharsets.UTF_8)).filter(name -> !name.isEmpty())));
  }

  private byte[] tag(String owner, String named) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(secret);
      // The length first, so that no owner's name runs into the id.
      mac.update((owner.length() + ":" + owner + named).getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(mac.doFinal(), TAG_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + HMAC, e);
    }
  }
}
