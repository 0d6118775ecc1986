package dev.haven.server.demo;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.HavenNode;
import dev.haven.server.http.Front;
import dev.haven.server.http.HttpDoor.Page;
import dev.haven.server.http.HttpDoor.StaticPage;
import dev.haven.server.http.PageHeaders;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The demo's page at {@code /} and the state it polls. */
final class DemoPage implements Front {
  private static final Map<String, String> HEADERS = PageHeaders.of(false, List.of(), List.of());

  private final WorkspaceId workspace;
  private final DemoCounts doors;
  private volatile @Nullable DemoState state;

  DemoPage(WorkspaceId workspace, DemoCounts doors) {
    this.workspace = workspace;
    this.doors = doors;
  }

  /** How many contacts wait, as last seen; 0 before the node started. Any thread. */
  long waiting() {
    DemoState known = state;
    return known == null ? 0 : known.waiting();
  }

  @Override
  public Map<String, Page> pages(HavenNode node, MeterRegistry registry) {
    DemoState own = new DemoState(node, registry, workspace, doors);
    state = own;
    Map<String, Page> pages = new TreeMap<>();
    pages.put("/", file("demo.html", "text/html; charset=utf-8"));
    pages.put("/demo.js", file("demo.js", "text/javascript; charset=utf-8"));
    pages.put("/demo.css", file("demo.css", "text/css; charset=utf-8"));
    pages.put(
        "/demo/state",
        x -> {
          HEADERS.forEach(x.request().response()::putHeader);
          own.answer(x);
        });
    return pages;
  }

  private static StaticPage file(String name, String type) {
    try (InputStream in = DemoPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name);
      }
      return new StaticPage(type, Buffer.buffer(in.readAllBytes()), HEADERS);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
