package dev.gatehouse.gateway.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.channels.ChannelSettings.Encryption;
import dev.gatehouse.gateway.channels.ChannelSettings.Login;
import dev.gatehouse.gateway.channels.ChannelSettings.Mail;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.tls.TestAuthority;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a mail server of this test, over real connections. */
class MailSenderTest {
  private static final Optional<Login> LOGIN =
      Optional.of(new Login("gatehouse", new Secret("correct horse")));

  private TestAuthority authority;
  private SSLContext server;
  private SSLContext trust;

  @BeforeEach
  void certificates() throws Exception {
    authority = new TestAuthority("acme");
    server = TestAuthority.client(List.of(), List.of(authority.server()));
    trust = TestAuthority.client(List.of(authority), List.of());
  }

  private FakeMailServer server(boolean isImplicit, boolean offersTls, Map<String, String> answers)
      throws Exception {
    return new FakeMailServer(
        InetAddress.getLoopbackAddress(), server, isImplicit, offersTls, answers);
  }

  private MailSender sender(int port, Encryption encryption, Optional<Login> login) {
    return sender("localhost", port, encryption, login, new Dialler(DialRules.PUBLIC, trust));
  }

  private MailSender sender(
      String host, int port, Encryption encryption, Optional<Login> login, Dialler dialler) {
    return new MailSender(
        new Mail(
            host, port, encryption, login, "gatehouse@example.com", List.of("ada@example.com")),
        dialler,
        trust,
        () -> Samples.NOW);
  }

  private static Message message(MailSender sender) {
    return sender.message(Samples.notice(Samples.pending("{\"amount\":250}")));
  }

  private static boolean heard(FakeMailServer server, String beginning) {
    return server.heard.stream().anyMatch(line -> line.startsWith(beginning));
  }

  @Test
  void sendsPlainTextThatProgramsKnowWhenItComesTwice() throws Exception {
    try (FakeMailServer server = server(false, false, Map.of())) {
      MailSender sender = sender(server.port(), Encryption.NONE, Optional.empty());
      assertEquals(new Tried.Taken(""), sender.send("msg_1", message(sender)));
      String mail = server.mail();
      assertTrue(mail.contains("Message-ID: <msg_1@example.com>"), mail);
      assertTrue(mail.contains("Auto-Submitted: auto-generated"), mail);
      assertTrue(mail.contains("Subject: the tool `refund` of `billing`"), mail);
      assertTrue(mail.contains("From: gatehouse@example.com"), mail);
      assertTrue(mail.contains("Date: Tue, 24 Nov 2026"), mail);
      assertTrue(mail.contains("Content-Type: text/plain; charset=UTF-8"), mail);
      String body = mail.replace("=\n", "").replace("=3D", "=");
      assertTrue(body.contains("https://gatehouse.example.com/approvals/01JDPENDING"), mail);
      assertTrue(body.contains("250"), mail);
      assertTrue(heard(server, "RCPT TO:<ada@example.com>"), server.heard.toString());
      assertFalse(heard(server, "AUTH"), server.heard.toString());
    }
  }

  @Test
  void logsInThroughTlsAlone() throws Exception {
    try (FakeMailServer server = server(false, true, Map.of())) {
      MailSender sender = sender(server.port(), Encryption.STARTTLS, LOGIN);
      assertEquals(new Tried.Taken(""), sender.send("msg_1", message(sender)));
      int tls = server.heard.indexOf("TLS");
      List<String> before = server.heard.subList(0, tls);
      assertTrue(before.stream().noneMatch(line -> line.startsWith("AUTH")), before.toString());
      assertTrue(heard(server, "AUTH PLAIN"), server.heard.toString());
      assertFalse(server.mail().isEmpty());
    }
    try (FakeMailServer server = server(true, false, Map.of())) {
      MailSender sender = sender(server.port(), Encryption.IMPLICIT, LOGIN);
      assertEquals(new Tried.Taken(""), sender.send("msg_1", message(sender)));
      assertEquals("TLS", server.heard.getFirst());
      assertTrue(heard(server, "AUTH PLAIN"), server.heard.toString());
    }
  }

  @Test
  void saysNothingToAServerWithoutTlsWhereThatIsAskedFor() throws Exception {
    try (FakeMailServer server = server(false, false, Map.of())) {
      MailSender sender = sender(server.port(), Encryption.STARTTLS, LOGIN);
      assertInstanceOf(Tried.Away.class, sender.send("msg_1", message(sender)));
      assertFalse(heard(server, "AUTH"), server.heard.toString());
      assertFalse(heard(server, "MAIL"), server.heard.toString());
    }
  }

  @Test
  void saysNothingToAServerWhoseCertificateIsNotItsOwn() throws Exception {
    server =
        TestAuthority.client(
            List.of(), List.of(authority.client(TestAuthority.host("mail.elsewhere.example.com"))));
    try (FakeMailServer server = server(false, true, Map.of());
        FakeMailServer implicit = server(true, false, Map.of())) {
      MailSender starting = sender(server.port(), Encryption.STARTTLS, LOGIN);
      assertInstanceOf(Tried.Away.class, starting.send("msg_1", message(starting)));
      MailSender beginning = sender(implicit.port(), Encryption.IMPLICIT, LOGIN);
      assertInstanceOf(Tried.Away.class, beginning.send("msg_1", message(beginning)));
      assertFalse(heard(server, "AUTH"), server.heard.toString());
      assertFalse(heard(implicit, "AUTH"), implicit.heard.toString());
      assertFalse(heard(implicit, "MAIL"), implicit.heard.toString());
    }
    trust = SSLContext.getDefault();
    server = TestAuthority.client(List.of(), List.of(authority.server()));
    try (FakeMailServer server = server(false, true, Map.of())) {
      MailSender sender = sender(server.port(), Encryption.STARTTLS, LOGIN);
      assertInstanceOf(Tried.Away.class, sender.send("msg_1", message(sender)));
      assertFalse(heard(server, "AUTH"), server.heard.toString());
    }
  }

  @Test
  void sendsAPasswordInClearToThisMachineAndNowhereElse() throws Exception {
    try (FakeMailServer server = server(false, false, Map.of())) {
      MailSender sender = sender(server.port(), Encryption.NONE, LOGIN);
      assertEquals(new Tried.Taken(""), sender.send("msg_1", message(sender)));
      assertTrue(heard(server, "AUTH PLAIN"), server.heard.toString());
    }
    Optional<InetAddress> other =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(it -> !it.isLoopbackAddress() && it.getAddress().length == 4)
            .findFirst();
    assumeTrue(other.isPresent(), "no other address");
    // As where a name that once led to this machine leads elsewhere.
    Dialler dialler = new Dialler(DialRules.ANY, trust, _ -> List.of(other.get()));
    try (FakeMailServer server =
        new FakeMailServer(other.get(), this.server, false, false, Map.of())) {
      MailSender sender = sender("localhost", server.port(), Encryption.NONE, LOGIN, dialler);
      assertEquals(
          new Tried.Away("the password would cross the network in clear"),
          sender.send("msg_1", message(sender)));
      assertFalse(heard(server, "EHLO"), server.heard.toString());
    }
  }

  @Test
  void tellsWhatIsRefusedFromWhatMayBeTakenLater() throws Exception {
    assertEquals(new Tried.Refused("the mail server answered 550"), with("RCPT", "550 nobody"));
    assertEquals(new Tried.Away("the mail server answered 451"), with("RCPT", "451 later"));
    assertEquals(new Tried.Refused("the mail server answered 553"), with("MAIL", "553 not you"));
    assertEquals(new Tried.Refused("the mail server answered 554"), with("DATA", "554 spam"));
    assertEquals(
        new Tried.Away("the mail server refused the login"), with("AUTH", "535 correct horse?"));
  }

  private Tried with(String command, String answer) throws Exception {
    try (FakeMailServer server = server(false, false, Map.of(command, answer))) {
      MailSender sender = sender(server.port(), Encryption.NONE, LOGIN);
      return sender.send("msg_1", message(sender));
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (FakeMailServer server = server(false, false, Map.of())) {
      port = server.port();
    }
    MailSender sender = sender(port, Encryption.NONE, LOGIN);
    assertInstanceOf(Tried.Away.class, sender.send("msg_1", message(sender)));
    Dialler inside =
        new Dialler(DialRules.PUBLIC, trust, _ -> List.of(InetAddress.ofLiteral("10.0.0.1")));
    MailSender refused = sender("mail.example.com", 25, Encryption.STARTTLS, LOGIN, inside);
    assertEquals(
        new Tried.Away("`outbound` does not allow its address"),
        refused.send("msg_1", message(refused)));
  }

  @Test
  void keepsWhatAStrangerWroteInsideTheBody() throws Exception {
    String arguments = "{\"note\":\"\\r\\n.\\r\\nMAIL FROM:<x@y>\\r\\nBcc: eve@example.com\"}";
    try (FakeMailServer server = server(false, false, Map.of())) {
      MailSender sender = sender(server.port(), Encryption.NONE, Optional.empty());
      Message message = sender.message(Samples.notice(Samples.pending(arguments)));
      assertEquals(new Tried.Taken(""), sender.send("msg_1", message));
      assertEquals(1, server.heard.stream().filter(it -> it.startsWith("MAIL FROM")).count());
      assertFalse(server.mail().contains("\nBcc:"), server.mail());
    }
  }

  @Test
  void tellsAnOutcomeShortlyAndManyInOne() {
    MailSender sender = sender(25, Encryption.NONE, Optional.empty());
    Message denied =
        sender.message(
            Samples.notice(
                Samples.approval(State.DENIED, "{}", Samples.step(2, Step.DENIED, "too much"))));
    assertTrue(denied.content().contains("denied by `bob`"), denied.content());
    assertFalse(denied.content().contains("Arguments"), denied.content());
    Message digest =
        sender.digest(
            new Gathered(List.of("one", "two"), 3, Optional.of(java.net.URI.create("https://g/"))));
    assertTrue(digest.content().contains("- one\\n- two\\n- and 3 more\\n"), digest.content());
    assertTrue(digest.content().contains("5 notices"), digest.content());
  }
}
