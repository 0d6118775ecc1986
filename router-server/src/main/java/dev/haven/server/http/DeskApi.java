package dev.haven.server.http;

import dev.haven.flow.Directory;
import dev.haven.flow.Directory.NavigatorView;
import io.vertx.core.buffer.Buffer;

/** REST operations that desktops live on: what the site set up, and who else is there. */
public final class DeskApi {
  private static final int MOST_COLLEAGUES = 500;

  private final Directory directory;
  private final Buffer settings;

  /**
   * @param settings the answer of {@code GET /desktop-settings}, the same for everybody
   */
  public DeskApi(Directory directory, Buffer settings) {
    this.directory = directory;
    this.settings = settings;
  }

  void settings(Exchange x, Identity who, String none) {
    x.send(200, Exchange.JSON, settings);
  }

  /** Whom a contact may be handed to: names and activities, nothing of their contacts. */
  void colleagues(Exchange x, Identity who, String none) {
    RestDoor.then(
        x,
        directory.navigators(who.workspace(), MOST_COLLEAGUES),
        all ->
            x.json(
                200,
                out -> {
                  out.writeStartObject();
                  out.writeArrayFieldStart("navigators");
                  for (NavigatorView view : all) {
                    out.writeStartObject();
                    out.writeStringField("id", view.navigator().id().value());
                    out.writeStringField("name", view.navigator().name());
                    out.writeStringField(
                        "activity", view.connected() ? view.activity() : "unavailable");
                    out.writeArrayFieldStart("languages");
                    for (String language : view.navigator().languages()) {
                      out.writeString(language);
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                  }
                  out.writeEndArray();
                  out.writeEndObject();
                }));
  }
}
