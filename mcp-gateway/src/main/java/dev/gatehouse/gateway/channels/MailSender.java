package dev.gatehouse.gateway.channels;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.approval.shown.MailText;
import dev.gatehouse.gateway.channels.ChannelSettings.Encryption;
import dev.gatehouse.gateway.channels.ChannelSettings.Login;
import dev.gatehouse.gateway.channels.ChannelSettings.Mail;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Sends mail by SMTP: plain text, to people who answer elsewhere. Thread-safe.
 *
 * <p>Guarantee: a password is sent through TLS, whose certificate is the host's, or to this
 * machine, and never else; all ends in time.
 *
 * <p>Source: RFC 5321, RFC 3207, RFC 8314, RFC 3834 §5.
 */
final class MailSender implements Sender {
  /** Where the text of a subject begins in its line. */
  private static final int SUBJECT_AT = 9;

  private final Mail settings;
  private final Dialler dialler;
  private final SSLContext trust;
  private final InstantSource clock;

  /**
   * Of these settings.
   *
   * @param trust whom connections trust
   */
  MailSender(Mail settings, Dialler dialler, SSLContext trust, InstantSource clock) {
    this.settings = settings;
    this.dialler = dialler;
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public Message message(Notice notice) {
    boolean tells = notice.kind() == Notice.Kind.TELLS;
    MailText mail = MailText.of(notice.text());
    String words = MailText.line(notice.words());
    String link = notice.link().map(it -> "Open in Gatehouse: " + it + "\n\n").orElse("");
    String body = words + "\n\n" + link + (tells ? "" : mail.body());
    return new Message(
        MailText.line(notice.shortly()) + notice.link().map(it -> " " + it).orElse(""),
        content(MailText.subject(notice.shortly()), body));
  }

  private static String content(String subject, String body) {
    return Json.createArrayBuilder().add(subject).add(body).build().toString();
  }

  private static List<String> parts(String content) {
    try (JsonReader reader = Json.createReader(new StringReader(content))) {
      return reader.readArray().getValuesAs(JsonString.class).stream()
          .map(JsonString::getString)
          .toList();
    }
  }

  @Override
  public Message digest(Gathered many) {
    String title = many.title();
    StringBuilder body = new StringBuilder(title + "\n\n");
    many.lines().forEach(line -> body.append("- ").append(line).append('\n'));
    body.append(many.more() > 0 ? "- " + Gathered.more(many.more()) + "\n" : "");
    many.page().ifPresent(it -> body.append("\nOpen in Gatehouse: ").append(it).append('\n'));
    return new Message("", content(title, body.toString()));
  }

  @Override
  public Tried send(String id, Message message) throws InterruptedException {
    Deadline end = Deadline.after(Post.TIME_MAX);
    return Post.within(() -> tried(id, message, end));
  }

  private Tried tried(String id, Message message, Deadline end) throws IOException {
    URI server = server();
    Dialler.Dialled dialled = dialler.naming(server).dial(server, end);
    try (SocketChannel channel = dialled.channel()) {
      Thread.ofVirtual().name("mail-deadline").start(() -> closeAt(channel, end));
      Socket socket = dialled.socket();
      socket.setSoTimeout(Math.clamp(end.remaining().toMillis(), 1, Integer.MAX_VALUE));
      boolean isHere = socket.getInetAddress().isLoopbackAddress();
      if (settings.login().isPresent() && settings.encryption() == Encryption.NONE && !isHere) {
        return new Tried.Away("the password would cross the network in clear");
      }
      HostTls tls = new HostTls(trust.getSocketFactory(), settings.host(), settings.port());
      return handed(
          id,
          message,
          settings.encryption() == Encryption.IMPLICIT ? tls.over(socket) : socket,
          tls);
    }
  }

  private Tried handed(String id, Message message, Socket socket, HostTls tls) throws IOException {
    Session session = Session.getInstance(properties(socket, tls));
    URLName server = settings.login().map(this::named).orElseGet(this::unnamed);
    // Not closed by its farewell, whose answer nobody needs: the channel is closed.
    SMTPTransport transport = new SMTPTransport(session, server);
    try {
      transport.connect(socket);
      MimeMessage mail = mail(session, id, message);
      transport.sendMessage(mail, mail.getAllRecipients());
      return new Tried.Taken("");
    } catch (MessagingException e) {
      return MailTrouble.read(e);
    }
  }

  private URLName named(Login login) {
    return new URLName(
        "smtp", settings.host(), settings.port(), "", login.user(), login.password().text());
  }

  /** With an empty user the library would log in as nobody. */
  private URLName unnamed() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return new URLName("smtp://" + host + ":" + settings.port());
  }

  private Properties properties(Socket socket, HostTls tls) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.localhost", literal(socket.getLocalAddress()));
    properties.setProperty("mail.smtp.auth", Boolean.toString(settings.login().isPresent()));
    boolean startTls = settings.encryption() == Encryption.STARTTLS;
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    // Checked in the handshake, against the name in the file: the library knows the address alone.
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "false");
    properties.put("mail.smtp.ssl.socketFactory", tls);
    properties.setProperty("mail.smtp.ssl.socketFactory.fallback", "false");
    properties.setProperty("mail.smtp.sendpartial", "true");
    properties.setProperty("mail.smtp.quitwait", "false");
    properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    return properties;
  }

  private MimeMessage mail(Session session, String id, Message message) throws MessagingException {
    List<String> content = parts(message.content());
    String domain = settings.from().substring(settings.from().indexOf('@') + 1);
    MimeMessage mail =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            // The same for every attempt, so that programs of readers know a mail that came twice.
            setHeader("Message-ID", "<" + id + "@" + domain + ">");
          }
        };
    mail.setFrom(new InternetAddress(settings.from()));
    List<InternetAddress> to = new ArrayList<>();
    for (String each : settings.to()) {
      to.add(new InternetAddress(each));
    }
    mail.setRecipients(MimeMessage.RecipientType.TO, to.toArray(InternetAddress[]::new));
    mail.setHeader("Subject", MimeUtility.fold(SUBJECT_AT, content.get(0)));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setSentDate(Date.from(clock.instant()));
    mail.setText(content.get(1), "UTF-8");
    return mail;
  }

  private URI server() throws IOException {
    try {
      return new URI("smtp", null, settings.host(), settings.port(), null, null, null);
    } catch (URISyntaxException _) {
      throw new IOException("no host");
    }
  }

  /** As RFC 5321 §4.1.3 has it, for who has no name that others know. */
  private static String literal(InetAddress address) {
    String text = address.getHostAddress().replaceFirst("%.*$", "");
    return text.contains(":") ? "[IPv6:" + text + "]" : "[" + text + "]";
  }

  private static void closeAt(SocketChannel channel, Deadline end) {
    try {
      while (channel.isOpen() && !end.hasPassed()) {
        Thread.sleep(100);
      }
      channel.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // It is closed as far as it can be.
    }
  }
}
