package dev.haven.adapter.support;

import dev.haven.channel.EndpointConfig;
import dev.haven.channel.Network;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to sign in at a mail server, for one protocol; read from the settings that begin
 * with its name: {@code smtpHost}, {@code smtpPort}, {@code smtpTls}, {@code smtpUser} and secret
 * {@code smtpPassword}, and the same for {@code imap}.
 *
 * @param protocol {@code smtp} or {@code imap}
 * @param user null to sign in as nobody
 */
public record MailAccess(
    String protocol,
    String host,
    int port,
    Tls tls,
    @Nullable String user,
    @Nullable String password) {

  /** When the connection is encrypted. */
  public enum Tls {
    /** Never: for a server on this machine. */
    NONE,
    /** From the server's offer on; a server without it is refused. */
    STARTTLS,
    /** From the first byte. */
    TLS
  }

  /**
   * The access an endpoint configures; null when it names no host.
   *
   * @throws IllegalArgumentException naming the setting that is wrong, and what would be right
   */
  public static @Nullable MailAccess of(EndpointConfig endpoint, String protocol) {
    String host = endpoint.text(protocol + "Host");
    if (host == null || host.isBlank()) {
      return null;
    }
    boolean imap = protocol.equals("imap");
    Tls tls = tls(endpoint.text(protocol + "Tls"), protocol, imap ? Tls.TLS : Tls.STARTTLS);
    long port = endpoint.number(protocol + "Port", usual(imap, tls));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("config." + protocol + "Port is 1 to 65535, got " + port);
    }
    String user = endpoint.text(protocol + "User");
    String password = endpoint.secretOrNull(protocol + "Password");
    if (user != null && password == null) {
      throw new IllegalArgumentException(
          "config." + protocol + "User needs secret." + protocol + "Password");
    }
    return new MailAccess(protocol, host.strip(), (int) port, tls, user, password);
  }

  private static Tls tls(@Nullable String value, String protocol, Tls otherwise) {
    if (value == null) {
      return otherwise;
    }
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "none" -> Tls.NONE;
      case "starttls" -> Tls.STARTTLS;
      case "tls" -> Tls.TLS;
      default ->
          throw new IllegalArgumentException(
              "config." + protocol + "Tls is one of none, starttls, tls");
    };
  }

  private static int usual(boolean imap, Tls tls) {
    return switch (tls) {
      case TLS -> imap ? 993 : 465;
      case STARTTLS -> imap ? 143 : 587;
      case NONE -> imap ? 143 : 25;
    };
  }

  /** The library's name of the protocol. */
  public String scheme() {
    return tls == Tls.TLS ? protocol + "s" : protocol;
  }

  /**
   * The library's settings: the server's name is checked, nothing waits for ever.
   *
   * @param timeoutMs longest wait for an answer
   */
  public Properties properties(int timeoutMs) {
    Properties all = new Properties();
    String at = "mail." + scheme() + ".";
    all.setProperty(at + "connectiontimeout", "10000");
    all.setProperty(at + "timeout", Integer.toString(timeoutMs));
    all.setProperty(at + "writetimeout", Integer.toString(timeoutMs));
    all.setProperty(at + "ssl.checkserveridentity", "true");
    if (tls == Tls.STARTTLS) {
      all.setProperty(at + "starttls.enable", "true");
      all.setProperty(at + "starttls.required", "true");
    }
    all.setProperty(at + "auth", Boolean.toString(user != null));
    return all;
  }

  /**
   * Signs in and out again; empty when the endpoint names no such server. Does not fail.
   *
   * @param protocol {@code smtp} or {@code imap}
   */
  public static Future<List<Remark>> examine(
      EndpointConfig endpoint, String protocol, Network network) {
    MailAccess access = of(endpoint, protocol);
    if (access == null) {
      return Future.succeededFuture(List.of());
    }
    String name = protocol.toUpperCase(Locale.ROOT);
    return network
        .blocking(access::signIn)
        .map(v -> List.of(Remark.good(name + ": signed in")))
        .otherwise(e -> List.of(Remark.wrong(name + ": " + why(e))));
  }

  private boolean signIn() throws MessagingException {
    Session session = Session.getInstance(properties(10_000));
    try (Service service =
        protocol.equals("imap") ? session.getStore(scheme()) : session.getTransport(scheme())) {
      service.connect(host, port, user, password);
      return service.isConnected();
    }
  }

  private static String why(Throwable failure) {
    return failure instanceof AuthenticationFailedException
        ? "user or password are refused"
        : "no connection (" + failure.getClass().getSimpleName() + ")";
  }

  @Override
  public String toString() {
    return "MailAccess[" + scheme() + "]";
  }
}
