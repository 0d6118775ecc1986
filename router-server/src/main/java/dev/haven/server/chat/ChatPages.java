package dev.haven.server.chat;

import dev.haven.server.http.Exchange;
import dev.haven.server.http.HttpDoor.StaticPage;
import dev.haven.server.http.JsonOut;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of one endpoint's chat. The script begins with the endpoint's settings, so that whom to
 * turn to in a crisis shows even when no socket opens.
 */
final class ChatPages {
  private static final Map<String, String> PAGE =
      Map.of(
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src"
              + " 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'",
          "referrer-policy",
          "no-referrer",
          "cross-origin-opener-policy",
          "same-origin",
          "cross-origin-resource-policy",
          "same-origin");

  /** A module script of another host is only run when that host allows it by name or to all. */
  private static final Map<String, String> SCRIPT =
      Map.of("access-control-allow-origin", "*", "cross-origin-resource-policy", "cross-origin");

  private final Map<String, StaticPage> pages = new HashMap<>();

  ChatPages(ChatSite site) {
    pages.put(
        "",
        new StaticPage(
            "text/html; charset=utf-8",
            Buffer.buffer(
                read("chat.html")
                    .replace("{title}", escaped(site.titleEnglish()))
                    .replace("{id}", site.id())
                    .replace(
                        "{crisis}", links(site.crisisEnglish()) + links(site.crisisSpanish()))),
            PAGE));
    pages.put(
        "chat.css",
        new StaticPage("text/css; charset=utf-8", Buffer.buffer(read("chat.css")), PAGE));
    pages.put(
        "widget.js",
        new StaticPage(
            "text/javascript; charset=utf-8",
            Buffer.buffer("const SITE = " + settings(site) + ";\n" + read("widget.js")),
            SCRIPT));
  }

  /** Answers, unless there is no such file. */
  boolean answer(Exchange x, String part) {
    StaticPage page = pages.get(part);
    if (page != null) {
      page.answer(x);
    }
    return page != null;
  }

  private static String settings(ChatSite site) {
    byte[] json =
        JsonOut.bytes(
            out -> {
              out.writeStartObject();
              out.writeStringField("id", site.id());
              out.writeBooleanField("rememberTab", site.rememberTab());
              out.writeNumberField("maxText", ChatSocket.MAX_TEXT);
              out.writeObjectFieldStart("title");
              out.writeStringField("en", site.titleEnglish());
              out.writeStringField("es", site.titleSpanish());
              out.writeEndObject();
              out.writeObjectFieldStart("crisis");
              for (Map.Entry<String, List<ChatSite.Resource>> language :
                  Map.of("en", site.crisisEnglish(), "es", site.crisisSpanish()).entrySet()) {
                out.writeArrayFieldStart(language.getKey());
                for (ChatSite.Resource resource : language.getValue()) {
                  out.writeStartObject();
                  out.writeStringField("label", resource.label());
                  out.writeStringField("href", resource.href());
                  out.writeEndObject();
                }
                out.writeEndArray();
              }
              out.writeEndObject();
              out.writeEndObject();
            });
    return new String(json, StandardCharsets.UTF_8);
  }

  private static String links(List<ChatSite.Resource> resources) {
    StringBuilder html = new StringBuilder();
    for (ChatSite.Resource r : resources) {
      html.append("<p><a href=\"").append(escaped(r.href())).append("\">");
      html.append(escaped(r.label())).append("</a></p>");
    }
    return html.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String read(String name) {
    try (InputStream in = ChatPages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
