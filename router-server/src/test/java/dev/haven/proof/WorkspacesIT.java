package dev.haven.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.http.Role;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workspaces on one server reach nothing of each other: token, id, key, queue, navigator. */
class WorkspacesIT {
  private static final String CONFIGURATION =
      """
      mode: development
      http: {warmUp: 0s}
      workspaces: [main, clinic]
      """;
  private static final String CONTACT =
      new JsonObject()
          .put("channel", "chat")
          .put("from", "someone")
          .put("to", "support")
          .put("text", "what are your opening hours")
          .put("idempotencyKey", "same-key")
          .encode();

  @TempDir Path folder;

  @Test
  void shouldKeepTwoWorkspacesApart() throws Exception {
    try (Site site = new Site(folder, CONFIGURATION)) {
      Site.Router router = site.startRouter();
      String here = site.token("platform", Role.INTEGRATOR, "main");
      String there = site.token("platform", Role.INTEGRATOR, "clinic");
      String bossHere = site.token("boss", Role.SUPERVISOR, "main");
      String bossThere = site.token("boss", Role.SUPERVISOR, "clinic");

      HttpResponse<String> first = site.call(router, "POST", "/api/v1/contacts", here, CONTACT);
      HttpResponse<String> second = site.call(router, "POST", "/api/v1/contacts", there, CONTACT);

      assertThat(first.statusCode()).isEqualTo(201);
      assertThat(second.statusCode())
          .as("the same key is another key in another workspace")
          .isEqualTo(201);
      String mine = new JsonObject(first.body()).getString("id");
      String yours = new JsonObject(second.body()).getString("id");
      assertThat(mine).isNotEqualTo(yours);
      assertThat(site.call(router, "GET", "/api/v1/contacts/" + mine, bossHere, null).statusCode())
          .isEqualTo(200);
      for (String path : new String[] {"", "/timeline", "/explanation"}) {
        assertThat(
                site.call(router, "GET", "/api/v1/contacts/" + mine + path, bossThere, null)
                    .statusCode())
            .isEqualTo(404);
      }
      assertThat(
              site.call(router, "POST", "/api/v1/contacts/" + mine + "/abandon", there, "{}")
                  .statusCode())
          .isEqualTo(404);
      assertThat(
              site.call(
                      router,
                      "POST",
                      "/api/v1/contacts/" + mine + "/urgency",
                      bossThere,
                      "{\"tier\":\"crisis\",\"reason\":\"no\"}")
                  .statusCode())
          .isEqualTo(404);
      String navigator =
          "{\"name\":\"Ana\",\"languages\":[\"en\"],\"queues\":[\"support\"],\"capacity\":{\"chat\":1}}";
      assertThat(
              site.call(router, "PUT", "/api/v1/navigators/ana", bossHere, navigator).statusCode())
          .isBetween(200, 201);
      assertThat(site.call(router, "GET", "/api/v1/navigators/ana", bossThere, null).statusCode())
          .isEqualTo(404);
      assertThat(waiting(site.call(router, "GET", "/api/v1/queues", bossHere, null))).isEqualTo(1);
      site.call(router, "POST", "/api/v1/contacts/" + yours + "/abandon", there, "{}");
      assertThat(waiting(site.call(router, "GET", "/api/v1/queues", bossThere, null))).isZero();
      assertThat(waiting(site.call(router, "GET", "/api/v1/queues", bossHere, null))).isEqualTo(1);
    }
  }

  private static long waiting(HttpResponse<String> queues) {
    return new JsonObject(queues.body())
        .getJsonArray("queues").stream()
            .mapToLong(q -> ((JsonObject) q).getJsonObject("waiting").getLong("routine"))
            .sum();
  }
}
