package dev.gatehouse.gateway.channels;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Reads what a mail server did not do. */
final class MailTrouble {
  private MailTrouble() {}

  /** What failed; never the server's words, which may repeat what it was told. */
  static Tried read(MessagingException failure) {
    if (failure instanceof AuthenticationFailedException) {
      return new Tried.Away("the mail server refused the login");
    }
    if (failure instanceof SendFailedException sent && count(sent.getValidSentAddresses()) > 0) {
      int missed = count(sent.getInvalidAddresses()) + count(sent.getValidUnsentAddresses());
      return new Tried.Taken(missed + " of the addresses were refused");
    }
    int code = code(failure);
    if (code >= 500) {
      return new Tried.Refused("the mail server answered " + code);
    }
    if (code > 0) {
      return new Tried.Away("the mail server answered " + code);
    }
    Optional<Exception> cause = Optional.ofNullable(failure.getNextException());
    return new Tried.Away(
        "no mail: " + cause.map(it -> (Object) it).orElse(failure).getClass().getSimpleName());
  }

  private static int code(MessagingException failure) {
    int own =
        switch (failure) {
          case SMTPSendFailedException e -> e.getReturnCode();
          case SMTPSenderFailedException e -> e.getReturnCode();
          case SMTPAddressFailedException e -> e.getReturnCode();
          case MessagingException _ -> 0;
        };
    boolean isKnown = own > 0;
    return isKnown || !(failure.getNextException() instanceof MessagingException next)
        ? own
        : code(next);
  }

  private static int count(Object @Nullable [] addresses) {
    return addresses == null ? 0 : addresses.length;
  }
}
