package dev.haven.adapter.msgraph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Json;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mails that came to the folder, asked for by delta query, for whom no notification came. The first
 * question is for those of a while, the next ones only for what is new since. On one event loop.
 */
final class GraphNews {
  private static final int MOST_PAGES = 200;
  private static final String MOST_OF_A_PAGE = "odata.maxpagesize=100";
  private static final Set<Integer> LAPSED = Set.of(400, 410);

  private final GraphAccess access;
  private final InstantSource clock;
  private final String mailbox;
  private final String folder;
  private @Nullable String since;

  GraphNews(GraphAccess access, InstantSource clock, String mailbox, String folder) {
    this.access = access;
    this.clock = clock;
    this.mailbox = mailbox;
    this.folder = folder;
  }

  /** What is subscribed to, and asked for. */
  static String resource(String mailbox, String folder) {
    return "users/%s/mailFolders('%s')/messages".formatted(mailbox, folder);
  }

  /** A mail by its id and where it is. */
  record Found(String id, String resource) {}

  /**
   * Every mail that came since the last time; the first time those of the last while. Of very many
   * those up to a bound; the next question goes on there. Again after a failure: the same ones.
   *
   * @param back how far
   */
  Future<List<Found>> next(Duration back) {
    String from = since;
    return from == null
        ? pages(first(back), new ArrayList<>(), 0)
        : pages(from, new ArrayList<>(), 0)
            .recover(
                e -> {
                  if (!(e instanceof Lapsed)) {
                    return Future.failedFuture(e);
                  }
                  since = null;
                  return pages(first(back), new ArrayList<>(), 0);
                });
  }

  private String first(Duration back) {
    String time = clock.instant().minus(back).truncatedTo(ChronoUnit.SECONDS).toString();
    return "/v1.0/users/%s/mailFolders/%s/messages/delta?$select=id&changeType=created&$filter=%s"
        .formatted(
            Form.encode(mailbox),
            Form.encode(folder),
            "receivedDateTime+ge+" + time.replace(":", "%3A"));
  }

  /** The state that was asked by is no longer known. */
  private static final class Lapsed extends RuntimeException {
    Lapsed() {
      super("the state of the delta query has lapsed", null, false, false);
    }
  }

  private Future<List<Found>> pages(String path, List<Found> found, int pages) {
    return access
        .get(path, MOST_OF_A_PAGE)
        .compose(
            answer -> {
              if (LAPSED.contains(answer.status())) {
                return Future.failedFuture(new Lapsed());
              }
              JsonNode body = answer.isSuccess() ? Json.read(answer.body()) : null;
              if (body == null) {
                return Future.failedFuture(
                    new IllegalStateException("mails are not told: HTTP " + answer.status()));
              }
              for (JsonNode one : body.path("value")) {
                String id = Json.filled(one, "id");
                if (id != null && !one.has("@removed")) {
                  found.add(new Found(id, "users/" + mailbox + "/messages/" + id));
                }
              }
              String next = path(Json.filled(body, "@odata.nextLink"));
              if (next != null && pages < MOST_PAGES) {
                return pages(next, found, pages + 1);
              }
              since = next == null ? path(Json.filled(body, "@odata.deltaLink")) : next;
              return Future.succeededFuture(found);
            });
  }

  /** A link of the platform's is followed only where it leads back to it. */
  private @Nullable String path(@Nullable String link) {
    return link != null && link.startsWith(access.base() + "/")
        ? link.substring(access.base().length())
        : null;
  }
}
