package dev.haven.adapter.msgraph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.HttpAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscription by which Graph tells this endpoint of new mail: made when there is none, renewed
 * otherwise, which also answers {@code reauthorizationRequired}. One that two nodes made at the
 * same time is removed the next time. On one event loop.
 */
final class GraphSubscription {
  private static final int MOST_PAGES = 10;
  private static final int GONE = 404;

  /** Graph calls the address meanwhile, to see whether it answers. */
  private static final Duration MADE_WITHIN = Duration.ofSeconds(10);

  private final GraphAccess access;
  private final InstantSource clock;
  private final String url;
  private final String resource;
  private final Duration life;
  private final String clientState;

  /**
   * @param url of this endpoint, by which Graph calls it
   * @param resource what is subscribed to
   * @param life of a subscription that is not renewed
   * @param clientState what its notifications repeat
   */
  GraphSubscription(
      GraphAccess access,
      InstantSource clock,
      String url,
      String resource,
      Duration life,
      String clientState) {
    this.access = access;
    this.clock = clock;
    this.url = url;
    this.resource = resource;
    this.life = life;
    this.clientState = clientState;
  }

  /** Sees to it that there is one, and that it lives for its whole life from now on. */
  Future<Void> ensure() {
    return ours("/v1.0/subscriptions", new ArrayList<>(), 0)
        .compose(
            ids -> {
              if (ids.isEmpty()) {
                return make();
              }
              Future<Void> renewed = renew(ids.get(0));
              for (String extra : ids.subList(1, ids.size())) {
                renewed =
                    renewed.compose(
                        v ->
                            access
                                .send("DELETE", "/v1.0/subscriptions/" + extra, new byte[0])
                                .mapEmpty());
              }
              return renewed;
            });
  }

  private Future<List<String>> ours(String path, List<String> found, int pages) {
    return access
        .get(path)
        .compose(
            answer -> {
              JsonNode body = answer.isSuccess() ? Json.read(answer.body()) : null;
              if (body == null) {
                return refused("subscriptions are not told", answer);
              }
              for (JsonNode one : body.path("value")) {
                String id = Json.filled(one, "id");
                boolean same =
                    url.equals(Json.text(one, "notificationUrl"))
                        && resource.equalsIgnoreCase(bare(Json.text(one, "resource")));
                if (id != null && same && id.matches("[A-Za-z0-9-]{1,100}")) {
                  found.add(id);
                }
              }
              String next = Json.filled(body, "@odata.nextLink");
              return next != null && next.startsWith(access.base() + "/") && pages < MOST_PAGES
                  ? ours(next.substring(access.base().length()), found, pages + 1)
                  : Future.succeededFuture(found);
            });
  }

  private static String bare(@Nullable String resource) {
    return resource == null ? "" : resource.startsWith("/") ? resource.substring(1) : resource;
  }

  private Future<Void> make() {
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("changeType", "created");
    wanted.put("notificationUrl", url);
    wanted.put("lifecycleNotificationUrl", url);
    wanted.put("resource", resource);
    wanted.put("expirationDateTime", until());
    wanted.put("clientState", clientState);
    return access
        .send("POST", "/v1.0/subscriptions", Json.write(wanted), MADE_WITHIN)
        .compose(
            answer ->
                answer.isSuccess()
                    ? Future.succeededFuture()
                    : refused("no subscription was made", answer));
  }

  private Future<Void> renew(String id) {
    return access
        .send(
            "PATCH", "/v1.0/subscriptions/" + id, Json.write(Map.of("expirationDateTime", until())))
        .compose(
            answer ->
                answer.isSuccess()
                    ? Future.succeededFuture()
                    : answer.status() == GONE
                        ? make()
                        : refused("the subscription was not renewed", answer));
  }

  private String until() {
    return clock.instant().plus(life).toString();
  }

  private static <T> Future<T> refused(String what, HttpAnswer answer) {
    return Future.failedFuture(new IllegalStateException(what + ": HTTP " + answer.status()));
  }
}
