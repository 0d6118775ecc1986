package dev.haven.server.chat;

import dev.haven.channel.EndpointConfig;
import dev.haven.contact.Arrival;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@code web-chat} endpoint is told in its configuration.
 *
 * @param origins pages of other hosts that may show the widget
 * @param crisisEnglish whom to turn to at once, shown above the chat at all times
 * @param grace how long a visitor may be away before the contact counts as abandoned, 10 s to 1 h
 * @param rememberTab whether the conversation is forgotten with the browser's tab
 * @param handshakesPerMinute of one address, 1 to 10,000
 */
record ChatSite(
    EndpointConfig endpoint,
    Set<String> origins,
    String titleEnglish,
    String titleSpanish,
    List<Resource> crisisEnglish,
    List<Resource> crisisSpanish,
    Duration grace,
    boolean rememberTab,
    int handshakesPerMinute,
    ChatTokens tokens) {

  /**
   * Somebody to turn to.
   *
   * @param href {@code tel:}, {@code sms:} or {@code https:}
   */
  record Resource(String label, String href) {}

  /**
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  static ChatSite of(EndpointConfig endpoint) {
    List<String> keys = endpoint.secrets("sessionKey");
    if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length() < 32)) {
      throw new IllegalArgumentException(
          "secret.sessionKey is missing or shorter than 32 characters; it signs visitors' sessions");
    }
    String remember = text(endpoint, "remember", "browser", 16);
    if (!remember.equals("browser") && !remember.equals("tab")) {
      throw new IllegalArgumentException("config.remember is browser or tab");
    }
    return new ChatSite(
        endpoint,
        origins(endpoint),
        text(endpoint, "titleEn", "Chat with us", 80),
        text(endpoint, "titleEs", "Hable con nosotros", 80),
        resources(endpoint, "crisisEn"),
        resources(endpoint, "crisisEs"),
        Duration.ofSeconds(number(endpoint, "graceSeconds", 120, 10, 3_600)),
        remember.equals("tab"),
        (int) number(endpoint, "handshakesPerMinute", 60, 1, 10_000),
        new ChatTokens(endpoint.id().value(), keys));
  }

  String id() {
    return endpoint.id().value();
  }

  String source() {
    return Arrival.ofEndpoint(id());
  }

  private static Set<String> origins(EndpointConfig endpoint) {
    Set<String> origins = new HashSet<>();
    for (String origin : endpoint.texts("origins")) {
      if (!origin.matches("https?://[A-Za-z0-9.\\[\\]:-]{1,255}")) {
        throw new IllegalArgumentException(
            "config.origins has '"
                + origin
                + "'; write scheme and host, as https://www.example.org");
      }
      origins.add(origin);
    }
    return Set.copyOf(origins);
  }

  private static List<Resource> resources(EndpointConfig endpoint, String name) {
    List<Resource> resources = new ArrayList<>();
    for (String entry : endpoint.texts(name)) {
      int bar = entry.lastIndexOf('|');
      String label = bar < 1 ? "" : entry.substring(0, bar).strip();
      String href = bar < 1 ? "" : entry.substring(bar + 1).strip();
      if (label.isEmpty() || label.length() > 160 || !isLink(href)) {
        throw new IllegalArgumentException(
            "config."
                + name
                + " has '"
                + entry
                + "'; write a label, '|' and a tel:, sms: or https: link");
      }
      resources.add(new Resource(label, href));
    }
    if (resources.size() > 8) {
      throw new IllegalArgumentException("config." + name + " has more than 8 entries");
    }
    return List.copyOf(resources);
  }

  private static boolean isLink(String href) {
    if (!href.matches("(tel:|sms:|https://)[\\x21-\\x7e]{1,300}")) {
      return false;
    }
    try {
      return URI.create(href).getScheme() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String text(EndpointConfig endpoint, String name, String otherwise, int max) {
    String text = endpoint.text(name);
    if (text != null && (text.isBlank() || text.length() > max)) {
      throw new IllegalArgumentException("config." + name + " has 1 to " + max + " characters");
    }
    return text == null ? otherwise : text;
  }

  private static long number(
      EndpointConfig endpoint, String name, long otherwise, long least, long most) {
    long value = endpoint.number(name, otherwise);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "config." + name + " is " + least + " to " + most + ", got " + value);
    }
    return value;
  }
}
