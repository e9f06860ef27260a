package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.channels.ChannelPerson;
import dev.gatehouse.gateway.channels.ChannelSettings;
import java.time.Duration;
import java.util.List;

/**
 * What calls that wait for people are told, and how people are. Immutable.
 *
 * @param hold how long a call is held before its client is told to come back
 * @param keep how long results and abandoned waits are kept
 * @param applications ids of those whose tokens may decide, beside Gatehouse's own
 * @param channels with distinct names
 * @param people who may answer on channels
 */
public record ApprovalSettings(
    Duration hold,
    Duration keep,
    List<String> applications,
    List<ChannelSettings> channels,
    List<ChannelPerson> people) {

  /** Below the minute after which most clients give up; nobody is told but on pages. */
  public static final ApprovalSettings STANDARD =
      new ApprovalSettings(
          Duration.ofSeconds(50), Duration.ofMinutes(10), List.of(), List.of(), List.of());

  public ApprovalSettings {
    applications = List.copyOf(applications);
    channels = List.copyOf(channels);
    people = List.copyOf(people);
    if (hold.isNegative() || hold.isZero() || keep.isNegative() || keep.isZero()) {
      throw new IllegalArgumentException("durations of approvals expected to be positive");
    }
  }
}
