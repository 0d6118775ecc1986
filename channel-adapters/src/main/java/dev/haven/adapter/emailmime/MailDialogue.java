package dev.haven.adapter.emailmime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one SMTP (RFC 5321) or LMTP (RFC 2033) connection, without any I/O: bytes
 * in, answers and mails out. It waits while a mail is being stored; what the peer pipelined behind
 * it is kept till then. A mail is answered only with what became of it. Used on one event loop.
 */
final class MailDialogue {
  /** Longest command line in bytes (512 in RFC 5321, more for the extensions). */
  static final int MAX_LINE = 2_048;

  private static final int MAX_ERRORS = 20;

  /** What the dialogue asks its connection to do. */
  interface Peer {
    /** Sends whole lines, each with its CRLF. */
    void say(String lines);

    /**
     * Stores a mail; its outcome comes by {@link #stored} or {@link #notStored}, once, not before
     * this call returns.
     */
    void store(Envelope mail);

    /** Turns to TLS, then calls {@link #secured}. */
    void startTls();

    void close();
  }

  private final DoorRules rules;
  private final InFlight inFlight;
  private final Peer peer;
  private byte[] waiting = new byte[0];
  private boolean busy;
  private boolean closed;
  private boolean secure;
  private boolean skipping;
  private int errors;
  private boolean greeted;
  private @Nullable String sender;
  private final List<String> recipients = new ArrayList<>();
  private @Nullable MailData data;

  MailDialogue(DoorRules rules, InFlight inFlight, Peer peer) {
    this.rules = rules;
    this.inFlight = inFlight;
    this.peer = peer;
  }

  void begin() {
    say("220 " + rules.name() + (rules.lmtp() ? " LMTP" : " ESMTP") + " ready");
  }

  /** Whether it takes no bytes now; the connection should not read on. */
  boolean busy() {
    return busy;
  }

  void take(byte[] bytes) {
    if (closed) {
      return;
    }
    byte[] all = bytes;
    if (waiting.length > 0) {
      all = Arrays.copyOf(waiting, waiting.length + bytes.length);
      System.arraycopy(bytes, 0, all, waiting.length, bytes.length);
      waiting = new byte[0];
    }
    int at = 0;
    while (at < all.length && !busy && !closed) {
      int next = data == null ? command(all, at) : content(all, at);
      if (next < 0) {
        break;
      }
      at = next;
    }
    waiting = closed ? new byte[0] : Arrays.copyOfRange(all, at, all.length);
  }

  /** The peer is gone. */
  void gone() {
    closed = true;
    forget();
  }

  /** The mail is stored at the commit level. */
  void stored() {
    answered("250 2.0.0 Stored");
  }

  /** It is not known to be stored: the sender keeps it and tries again. */
  void notStored() {
    answered("451 4.3.0 Not stored, try again");
  }

  /** It will never be taken. */
  void refused() {
    answered("554 5.6.0 Not a mail");
  }

  /** TLS has begun: everything before it is forgotten. */
  void secured() {
    secure = true;
    greeted = false;
    waiting = new byte[0];
    forget();
    busy = false;
  }

  private void answered(String line) {
    perRecipient(line);
    forget();
    busy = false;
    // What was pipelined behind the mail.
    take(new byte[0]);
  }

  private void perRecipient(String line) {
    if (closed) {
      return;
    }
    int answers = rules.lmtp() ? recipients.size() : 1;
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < answers; i++) {
      all.append(line).append("\r\n");
    }
    peer.say(all.toString());
  }

  private void forget() {
    if (data != null) {
      data.release();
    }
    data = null;
    sender = null;
    recipients.clear();
  }

  private void say(String line) {
    peer.say(line + "\r\n");
  }

  private int content(byte[] all, int from) {
    MailData into = Objects.requireNonNull(data);
    int end = into.take(all, from, all.length);
    if (end < 0) {
      return all.length;
    }
    if (into.tooLarge()) {
      perRecipient("552 5.3.4 More than " + rules.maxBytes() + " bytes");
      forget();
    } else if (into.noRoom()) {
      perRecipient("452 4.3.1 Too much mail at once, try again");
      forget();
    } else {
      busy = true;
      Envelope mail = new Envelope(sender == null ? "" : sender, recipients, into.content());
      peer.store(mail);
    }
    return end;
  }

  /** Reads a command line; answers where to read on, -1 while the line is not whole. */
  private int command(byte[] all, int from) {
    int end = from;
    while (end < all.length && all[end] != '\n') {
      end++;
    }
    boolean whole = end < all.length;
    if (skipping || end - from > MAX_LINE) {
      if (!skipping) {
        wrong("500 5.5.6 Line too long");
      }
      skipping = !whole;
      return whole ? end + 1 : all.length;
    }
    if (!whole) {
      return -1;
    }
    String line = new String(all, from, end - from, StandardCharsets.UTF_8);
    run(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    return end + 1;
  }

  private void run(String line) {
    int space = line.indexOf(' ');
    String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    String rest = space < 0 ? "" : line.substring(space + 1);
    switch (verb) {
      case "LHLO" -> hello(rules.lmtp(), true);
      case "EHLO" -> hello(!rules.lmtp(), true);
      case "HELO" -> hello(!rules.lmtp(), false);
      case "MAIL" -> mail(rest);
      case "RCPT" -> recipient(rest);
      case "DATA" -> data();
      case "RSET" -> {
        forget();
        say("250 2.0.0 Ok");
      }
      case "NOOP" -> say("250 2.0.0 Ok");
      case "VRFY" -> say("252 2.5.0 Send it and see");
      case "STARTTLS" -> tls();
      case "QUIT" -> {
        say("221 2.0.0 Bye");
        closed = true;
        forget();
        peer.close();
      }
      default -> wrong("500 5.5.1 No such command");
    }
  }

  private void hello(boolean ours, boolean extended) {
    if (!ours) {
      wrong("500 5.5.1 This door speaks " + (rules.lmtp() ? "LMTP" : "SMTP"));
      return;
    }
    greeted = true;
    forget();
    if (!extended) {
      say("250 " + rules.name());
      return;
    }
    StringBuilder all = new StringBuilder("250-" + rules.name() + "\r\n");
    if (rules.certificate() != null && !secure) {
      all.append("250-STARTTLS\r\n");
    }
    all.append("250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n");
    say(all + "250 SIZE " + rules.maxBytes());
  }

  private void mail(String rest) {
    if (!greeted) {
      wrong("503 5.5.1 Say hello first");
      return;
    }
    if (sender != null) {
      wrong("503 5.5.1 One mail at a time");
      return;
    }
    MailPath path = MailPath.read(rest, "FROM:");
    if (path == null) {
      wrong("501 5.1.7 MAIL FROM:<address>");
      return;
    }
    for (String parameter : path.parameters()) {
      String refusal = refusal(parameter);
      if (refusal != null) {
        wrong(refusal);
        return;
      }
    }
    sender = path.address();
    say("250 2.1.0 Ok");
  }

  private @Nullable String refusal(String parameter) {
    if (parameter.startsWith("SIZE=")) {
      String size = parameter.substring(5);
      if (!size.matches("[0-9]{1,18}")) {
        return "501 5.5.4 SIZE is a number";
      }
      return Long.parseLong(size) > rules.maxBytes()
          ? "552 5.3.4 More than " + rules.maxBytes() + " bytes"
          : null;
    }
    return parameter.equals("BODY=8BITMIME")
            || parameter.equals("BODY=7BIT")
            || parameter.equals("SMTPUTF8")
        ? null
        : "555 5.5.4 Not a parameter of this server";
  }

  private void recipient(String rest) {
    if (sender == null) {
      wrong("503 5.5.1 MAIL first");
      return;
    }
    MailPath path = MailPath.read(rest, "TO:");
    if (path == null || path.address().isEmpty()) {
      wrong("501 5.1.3 RCPT TO:<address>");
    } else if (path.parameters().length > 0) {
      wrong("555 5.5.4 Not a parameter of this server");
    } else if (recipients.size() >= DoorRules.MAX_RECIPIENTS) {
      say("452 4.5.3 Too many recipients");
    } else if (!rules.takes(path.address())) {
      wrong("550 5.1.1 No such mailbox here");
    } else {
      recipients.add(path.address());
      say("250 2.1.5 Ok");
    }
  }

  private void data() {
    if (recipients.isEmpty()) {
      wrong("503 5.5.1 RCPT first");
      return;
    }
    data = new MailData(rules.maxBytes(), inFlight);
    say("354 End with a line of one dot");
  }

  private void tls() {
    if (rules.certificate() == null || secure) {
      wrong("502 5.5.1 No TLS here");
      return;
    }
    busy = true;
    waiting = new byte[0];
    peer.startTls();
  }

  private void wrong(String line) {
    say(line);
    errors++;
    if (errors > MAX_ERRORS && !closed) {
      say("421 4.7.0 Too many errors");
      closed = true;
      forget();
      peer.close();
    }
  }
}
