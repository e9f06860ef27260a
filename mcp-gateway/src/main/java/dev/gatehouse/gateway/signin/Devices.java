package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import jakarta.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Devices without a browser that wait until somebody signs in for them elsewhere. Thread-safe.
 *
 * <p>Source: RFC 8628.
 */
final class Devices {
  static final Duration LIFE = Duration.ofMinutes(10);
  static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Clocks and networks are not exact. */
  private static final Duration EARLY = Duration.ofSeconds(1);

  /** Codes of eight letters out of twenty: so few that none is found by guessing. */
  private static final long MAX = 1000;

  private static final Expiry<String, Object> LIVING = Expiry.creating((_, _) -> LIFE);

  private sealed interface Standing {
    record Pending() implements Standing {}

    record Denied() implements Standing {}

    record Allowed(Granted granted, Optional<String> renewal) implements Standing {
      /** Whose it is: the renewal is a secret. */
      @Override
      public String toString() {
        return "Allowed[" + granted + "]";
      }
    }
  }

  private record Device(Wanted wanted, Standing standing, Instant polled) {}

  /** What a device gets when it asks. */
  record Allowed(Granted granted, Optional<String> renewal) {
    /** Whose it is: the renewal is a secret. */
    @Override
    public String toString() {
      return "Allowed[" + granted + "]";
    }
  }

  private final SigninSettings settings;
  private final InstantSource clock;

  /** Asking does not make one live longer; none makes way for another, see {@link #begin}. */
  private final Cache<String, Device> devices =
      Caffeine.newBuilder().expireAfter(LIVING).ticker(this::nanoTime).build();

  private final Cache<String, String> typed =
      Caffeine.newBuilder().expireAfter(LIVING).ticker(this::nanoTime).build();
  private final PeerLimit beginnings = new PeerLimit(60, LIFE);
  private final PeerLimit guesses = new PeerLimit(60, LIFE);

  Devices(SigninSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  private long nanoTime() {
    return clock.instant().toEpochMilli() * 1_000_000;
  }

  /** A device begins. */
  Answer begin(Client client, String resource, java.util.Set<String> scopes, String peer)
      throws RefusedException {
    if (!client.grants().contains(Grant.DEVICE_CODE)) {
      throw new RefusedException(
          "unauthorized_client", "grant-type", "this client may not use device codes");
    }
    if (!beginnings.admits(peer)) {
      throw new RefusedException("temporarily_unavailable", "too-many", "come back later");
    }
    devices.cleanUp();
    if (devices.estimatedSize() >= MAX) {
      throw RefusedException.later("devices-full", "too many devices wait, come back later");
    }
    String code = Handles.fresh();
    String digest = Handles.digest(code);
    String shown = Handles.typed();
    Wanted wanted = new Wanted(client, resource, scopes, new Wanted.Target.Device(digest, shown));
    devices.put(
        digest, new Device(wanted, new Standing.Pending(), clock.instant().minus(INTERVAL)));
    typed.put(plain(shown), digest);
    return Answer.json(
        200,
        Json.createObjectBuilder()
            .add("device_code", code)
            .add("user_code", shown)
            .add("verification_uri", settings.at("/device"))
            .add("verification_uri_complete", settings.at("/device?user_code=" + shown))
            .add("expires_in", LIFE.toSeconds())
            .add("interval", INTERVAL.toSeconds())
            .build());
  }

  /** What the device wants whose code somebody typed; nothing after too many guesses. */
  Optional<Wanted> of(String code, String peer) {
    if (!guesses.isOpen(peer)) {
      return Optional.empty();
    }
    String digest = typed.getIfPresent(plain(code));
    Device device = digest == null ? null : devices.getIfPresent(digest);
    if (device == null) {
      boolean _ = guesses.admits(peer);
    }
    return device != null && device.standing() instanceof Standing.Pending
        ? Optional.of(device.wanted())
        : Optional.empty();
  }

  private static String plain(String code) {
    return code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
  }

  /** Whether the device was still waiting. */
  boolean allow(String digest, Granted granted, Optional<String> renewal) {
    return settle(digest, new Standing.Allowed(granted, renewal));
  }

  void deny(String digest) {
    boolean _ = settle(digest, new Standing.Denied());
  }

  private boolean settle(String digest, Standing standing) {
    Device settled =
        devices
            .asMap()
            .computeIfPresent(
                digest,
                (_, device) ->
                    device.standing() instanceof Standing.Pending
                        ? new Device(device.wanted(), standing, device.polled())
                        : device);
    return settled != null && settled.standing().equals(standing);
  }

  /** A device asks whether it may; throws while it may not. */
  Allowed take(String code, Client client) throws RefusedException {
    String digest = Handles.digest(code);
    Instant now = clock.instant();
    AtomicReference<Device> before = new AtomicReference<>();
    devices
        .asMap()
        .computeIfPresent(
            digest,
            (_, device) -> {
              boolean isIts = device.wanted().client().id().equals(client.id());
              before.set(device);
              return isIts ? new Device(device.wanted(), device.standing(), now) : device;
            });
    Device device = before.get();
    if (device == null) {
      throw new RefusedException("expired_token", "device-expired", "start again");
    }
    if (!device.wanted().client().id().equals(client.id())) {
      throw RefusedException.grant("device-of-another");
    }
    if (now.isBefore(device.polled().plus(INTERVAL).minus(EARLY))) {
      throw new RefusedException("slow_down", "device-fast", "ask every five seconds");
    }
    return switch (device.standing()) {
      case Standing.Pending() ->
          throw new RefusedException("authorization_pending", "device-pending", "not yet");
      case Standing.Denied() -> {
        devices.invalidate(digest);
        throw new RefusedException("access_denied", "device-denied", "the person said no");
      }
      case Standing.Allowed(Granted granted, Optional<String> renewal) -> {
        if (devices.asMap().remove(digest) == null) {
          throw RefusedException.grant("device-twice");
        }
        yield new Allowed(granted, renewal);
      }
    };
  }
}
