package dev.gatehouse.gateway.deciding;

import jakarta.json.spi.JsonProvider;

/** What JSON is made with: found once, because looking for it takes longer than most texts do. */
final class Provider {
  static final JsonProvider JSON = JsonProvider.provider();

  private Provider() {}
}
