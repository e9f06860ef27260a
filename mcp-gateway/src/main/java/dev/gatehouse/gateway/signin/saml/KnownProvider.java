package dev.gatehouse.gateway.signin.saml;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.Dialler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The provider as its metadata last described it.
 *
 * <p>Guarantee: the metadata is looked at again when it is {@link #FRESH} old, and when a signature
 * is by no key that it names, which is how providers change keys; but in the long run not more
 * often than settings say, so that a stranger with made-up signatures cannot make us knock at the
 * provider. While it cannot be had, what was had last stays in use for {@link #KEEP}, or until it
 * says itself that it is over. Thread-safe.
 */
final class KnownProvider {
  private static final Logger LOG = System.getLogger(KnownProvider.class.getName());
  private static final Duration FRESH = Duration.ofMinutes(15);
  private static final Duration KEEP = Duration.ofHours(24);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** How often at once after a quiet time: keys that change soon after a look lose no sign-in. */
  private static final int AT_ONCE = 5;

  private record Had(Provider provider, Instant at) {}

  private final SamlSettings settings;
  private final Dialler dialler;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Optional<Had> had = Optional.empty();
  private Instant paidUntil = Instant.EPOCH;

  /** Fetches nothing yet: the provider need not be up when the gateway starts. */
  KnownProvider(SamlSettings settings, Dialler dialler, InstantSource clock) {
    this.settings = settings;
    this.dialler = dialler;
    this.clock = clock;
  }

  /** Empty while the metadata cannot be had. */
  Optional<Provider> current() {
    if (!isYoungerThan(FRESH)) {
      refetch(had, had.isPresent() ? Duration.ZERO : TIMEOUT);
    }
    return isYoungerThan(KEEP)
        ? had.map(Had::provider).filter(provider -> provider.isValidAt(clock.instant()))
        : Optional.empty();
  }

  /** Another description than this one, if there is any by now. */
  Optional<Provider> after(Provider known) {
    Optional<Had> before = had;
    if (before.map(Had::provider).equals(Optional.of(known))) {
      refetch(before, TIMEOUT);
    }
    return current().filter(provider -> !provider.equals(known));
  }

  private boolean isYoungerThan(Duration age) {
    Instant now = clock.instant();
    return had.filter(it -> now.isBefore(it.at().plus(age))).isPresent();
  }

  /**
   * One thread fetches. Those that come meanwhile use what it fetches, if they have the patience,
   * or go on with what is known.
   */
  private void refetch(Optional<Had> before, Duration patience) {
    try {
      if (!fetching.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (isStill(before) && mayLook()) {
        Thread fetcher = Thread.ofVirtual().name("saml-metadata").start(this::fetch);
        // A name that is slow to resolve, or a handshake that drips, knows no deadline itself.
        if (!fetcher.join(TIMEOUT)) {
          fetcher.interrupt();
          notRead("slow");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      fetching.unlock();
    }
  }

  /**
   * Whether what is known says nothing else than before; another look may have found nothing new.
   */
  private boolean isStill(Optional<Had> before) {
    return had.map(Had::provider).equals(before.map(Had::provider));
  }

  /** A clock that was set back does not keep us waiting until it is where it was. */
  private boolean mayLook() {
    Instant now = clock.instant();
    Duration each = settings.refetchAfter();
    Duration atOnce = each.multipliedBy(AT_ONCE);
    Instant paid = paidUntil.isBefore(now) || paidUntil.isAfter(now.plus(atOnce)) ? now : paidUntil;
    Instant next = paid.plus(each);
    if (next.isAfter(now.plus(atOnce))) {
      return false;
    }
    paidUntil = next;
    return true;
  }

  private void fetch() {
    try {
      byte[] document =
          MetadataDocument.read(settings.metadata(), dialler, Deadline.after(TIMEOUT));
      Provider provider = ProviderMetadata.read(document, settings.provider());
      if (!provider.isValidAt(clock.instant())) {
        throw new IOException(
            "the metadata was valid until " + provider.validUntil().orElseThrow());
      }
      if (provider.signOn(settings.binding()).isEmpty()) {
        throw new IOException("the metadata has no sign-on for the binding " + settings.binding());
      }
      had = Optional.of(new Had(provider, clock.instant()));
    } catch (IOException e) {
      notRead(e.toString());
    }
  }

  private void notRead(String cause) {
    String from =
        switch (settings.metadata()) {
          case SamlSettings.MetadataSource.File(var path) -> path.toString();
          case SamlSettings.MetadataSource.Address(var uri) -> uri.toString();
        };
    LOG.log(Level.WARNING, "event=saml-metadata-not-read from=" + from + " cause=" + cause);
  }
}
