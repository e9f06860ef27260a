package dev.gatehouse.adapters;

import java.util.Optional;

/**
 * What an upstream says of itself, by {@code initialize} or {@code server/discover}.
 *
 * @param era which form it speaks
 * @param capabilities JSON of its {@code ServerCapabilities}
 * @param serverInfo JSON of its {@code Implementation}
 * @param instructions for the model
 */
public record UpstreamDescription(
    Era era, String capabilities, Optional<String> serverInfo, Optional<String> instructions) {}
