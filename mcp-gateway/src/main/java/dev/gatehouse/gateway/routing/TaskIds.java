package dev.gatehouse.gateway.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The ids by which clients know the tasks of upstreams: where several upstreams share an endpoint,
 * an id says whose the task is, for whom, and of which tool, and nobody but its owner can use it.
 *
 * <p>Shape: {@code crm__<the upstream's id>.<tool, base64url>.<tag, base64url>}; the tag is the
 * first half of an HMAC-SHA-256 over the owner and all of the rest. It stays valid as long as the
 * secret. At an endpoint of one upstream ids are the upstream's own; of those, owner and tool are
 * known while they are remembered.
 *
 * <p>Source: Tasks extension, "Security Considerations". Thread-safe.
 */
public final class TaskIds {
  private static final String HMAC = "HmacSHA256";
  private static final int TAG_BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Tasks of endpoints of one upstream; of those forgotten, the tool is not known any more. */
  private static final int REMEMBERED_MAX = 10_000;

  /**
   * A task.
   *
   * @param id as its upstream knows it
   * @param tool as its upstream names it, whose call began it; missing where that is not known
   */
  public record Task(String upstream, String id, Optional<String> tool) {}

  private record Known(String owner, String tool) {}

  private final SecretKey secret;
  private final Cache<List<String>, Known> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).build();

  /** By a secret that outlives this process, so that ids do too. */
  public TaskIds(SecretKey secret) {
    this.secret = secret;
  }

  /** The id by which an owner knows a task of his at an endpoint, where it was begun. */
  public String shown(Endpoint endpoint, String owner, Task task) {
    String tool = task.tool().orElse("");
    return switch (endpoint) {
      case Endpoint.Single _ -> {
        // Who is given a task first keeps it.
        remembered.asMap().putIfAbsent(key(task.upstream(), task.id()), new Known(owner, tool));
        yield task.id();
      }
      case Endpoint.Federated _ -> {
        String named =
            Router.canonicalName(task.upstream(), task.id())
                + "."
                + ENCODER.encodeToString(tool.getBytes(StandardCharsets.UTF_8));
        yield named + "." + ENCODER.encodeToString(tag(owner, named));
      }
    };
  }

  /** The task that an owner means by an id; nothing where it is not his, or there is none. */
  Optional<Task> found(Endpoint endpoint, String owner, String shown) {
    return switch (endpoint) {
      case Endpoint.Single(String upstream) -> {
        Optional<Known> known = Optional.ofNullable(remembered.getIfPresent(key(upstream, shown)));
        yield known.filter(task -> !task.owner().equals(owner)).isPresent()
            ? Optional.empty()
            : Optional.of(
                new Task(upstream, shown, known.map(Known::tool).filter(tool -> !tool.isEmpty())));
      }
      case Endpoint.Federated _ -> authentic(owner, shown);
    };
  }

  private Optional<Task> authentic(String owner, String shown) {
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

  private static List<String> key(String upstream, String id) {
    return List.of(upstream, id);
  }
}
