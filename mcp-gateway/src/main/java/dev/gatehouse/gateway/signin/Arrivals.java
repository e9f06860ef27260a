package dev.gatehouse.gateway.signin;

import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;
import java.util.Optional;

/** What becomes of a sign-in: a code for the client, or a yes for a device. Thread-safe. */
final class Arrivals {
  private final Codes codes;
  private final Devices devices;
  private final Registrations registrations;
  private final SigninEntries entries;
  private final Redirecting redirecting;

  Arrivals(
      SigninSettings settings,
      Codes codes,
      Devices devices,
      Registrations registrations,
      SigninEntries entries) {
    this.codes = codes;
    this.devices = devices;
    this.registrations = registrations;
    this.entries = entries;
    this.redirecting = new Redirecting(settings.issuer());
  }

  /** Its person is known, and has agreed. */
  Answer arrived(Wanted wanted, Person person, Optional<String> renewal)
      throws SQLException, RecordingException {
    Granted granted = wanted.to(person);
    entries.signedIn(granted);
    registrations.used(wanted.client());
    return switch (wanted.target()) {
      case Wanted.Target.Redirect to ->
          redirecting.code(
              to,
              codes.make(
                  new Codes.Code(granted, to.address(), to.challenge(), renewal, Handles.fresh())));
      case Wanted.Target.Device(String device, String _) -> {
        boolean isWaiting = devices.allow(device, granted, renewal);
        yield isWaiting
            ? Pages.message(
                200, "You are signed in", "Go back to your device. You can close this page.")
            : Pages.message(400, "It took too long", "Start again on your device.");
      }
    };
  }

  /** Its person has said no. */
  Answer denied(Wanted wanted) {
    return ended(
        wanted,
        new RefusedException("access_denied", "denied", "the person said no"),
        Pages.message(200, "Refused", "The device was not let in. You can close this page."));
  }

  /** The provider has named nobody. */
  Answer failed(Wanted wanted) {
    return ended(
        wanted,
        new RefusedException("access_denied", "provider", "the sign-in failed"),
        Pages.message(
            400,
            "The sign-in failed",
            "The company’s sign-in did not say who you are. Try again."));
  }

  private Answer ended(Wanted wanted, RefusedException why, Answer page) {
    return switch (wanted.target()) {
      case Wanted.Target.Redirect to -> redirecting.error(to.address(), to.state(), why);
      case Wanted.Target.Device(String device, String _) -> {
        devices.deny(device);
        yield page;
      }
    };
  }
}
