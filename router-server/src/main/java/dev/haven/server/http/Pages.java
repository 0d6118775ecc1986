package dev.haven.server.http;

import dev.haven.server.http.HttpDoor.StaticPage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The pages that are the same for everybody: the specifications, and what each problem means. */
public final class Pages {
  private Pages() {}

  /** By path; read once from the class path. */
  public static Map<String, StaticPage> all() {
    Map<String, StaticPage> pages = new HashMap<>();
    pages.put("/api/openapi.yaml", yaml("/api/openapi.yaml"));
    pages.put("/api/asyncapi.yaml", yaml("/api/asyncapi.yaml"));
    for (Trouble trouble : Trouble.values()) {
      String text = trouble.code() + " (" + trouble.status() + "): " + trouble.title() + ".\n";
      pages.put("/problems/" + trouble.code(), new StaticPage("text/plain", Buffer.buffer(text)));
    }
    for (Refusal refusal : Refusal.values()) {
      String text = refusal.code() + ": the connection was closed for its framing.\n";
      pages.putIfAbsent(
          "/problems/" + refusal.code(), new StaticPage("text/plain", Buffer.buffer(text)));
    }
    return pages;
  }

  private static StaticPage yaml(String resource) {
    try (InputStream in = Pages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + resource);
      }
      return new StaticPage("application/yaml", Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
