package dev.haven.server.http;

import static dev.haven.server.http.Role.INTEGRATOR;
import static dev.haven.server.http.Role.NAVIGATOR;
import static dev.haven.server.http.Role.OPS;
import static dev.haven.server.http.Role.SUPERVISOR;

import dev.haven.server.http.RestRoutes.Route;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * REST under {@code /api/v1}: finds the route, who asks, whether they may and not too often, and
 * reads bodies. What an operation does stands in {@link ContactsApi}, {@link DirectoryApi} and
 * {@link DeskApi}.
 */
public final class RestDoor {
  private static final String ACCEPTED = "application/json";

  private final RestRoutes routes = new RestRoutes();
  private final Auth auth;
  private final TokenBuckets requests;

  /**
   * @param requests by workspace and subject, how often it may ask
   */
  public RestDoor(
      Auth auth,
      TokenBuckets requests,
      ContactsApi contacts,
      ReportsApi reports,
      DirectoryApi directory,
      PeopleApi people,
      DeskApi desks,
      SetupApi setup) {
    this.auth = auth;
    this.requests = requests;
    HttpMethod get = HttpMethod.GET;
    HttpMethod post = HttpMethod.POST;
    HttpMethod put = HttpMethod.PUT;
    routes.add(post, "contacts", contacts::create, INTEGRATOR);
    routes.add(get, "contacts/*", contacts::get, INTEGRATOR, NAVIGATOR, SUPERVISOR);
    routes.add(get, "contacts/*/timeline", contacts::timeline, INTEGRATOR, NAVIGATOR, SUPERVISOR);
    routes.add(
        get, "contacts/*/conversation", contacts::conversation, INTEGRATOR, NAVIGATOR, SUPERVISOR);
    routes.add(
        get, "contacts/*/attachments", contacts::attachments, INTEGRATOR, NAVIGATOR, SUPERVISOR);
    routes.add(
        get, "contacts/*/attachments/*", contacts::attachment, INTEGRATOR, NAVIGATOR, SUPERVISOR);
    routes.add(get, "contacts/*/explanation", contacts::explain, INTEGRATOR, NAVIGATOR, SUPERVISOR);
    routes.add(post, "contacts/*/messages", contacts::addMessage, INTEGRATOR);
    routes.add(post, "contacts/*/urgency", contacts::overrideUrgency, SUPERVISOR);
    routes.add(
        post, "contacts/*/escalation/acknowledge", contacts::acknowledgeEscalation, SUPERVISOR);
    routes.add(post, "contacts/*/assign", contacts::assign, SUPERVISOR);
    routes.add(post, "contacts/*/reading", contacts::readWords, SUPERVISOR);
    routes.add(post, "contacts/*/abandon", contacts::abandon, INTEGRATOR, SUPERVISOR);
    routes.add(post, "contacts/*/adverse-event", reports::flag, NAVIGATOR, SUPERVISOR);
    routes.add(get, "contacts/*/report", reports::get, NAVIGATOR, SUPERVISOR);
    routes.add(put, "contacts/*/report", reports::fill, NAVIGATOR, SUPERVISOR);
    routes.add(post, "contacts/*/report/submit", reports::submit, NAVIGATOR, SUPERVISOR);
    routes.add(post, "contacts/*/report/dismiss", reports::dismiss, NAVIGATOR, SUPERVISOR);
    routes.add(post, "contacts/*/report/acknowledge", reports::acknowledge, SUPERVISOR);
    routes.add(get, "reports", reports::list, SUPERVISOR);
    routes.add(post, "callbacks", contacts::createCallback, INTEGRATOR, NAVIGATOR);
    routes.add(post, "outreach", contacts::createOutreach, INTEGRATOR);
    routes.add(put, "people/*", directory::putPerson, INTEGRATOR);
    routes.add(get, "people/*", directory::getPerson, INTEGRATOR, SUPERVISOR);
    routes.add(post, "people:import", people::importAll, INTEGRATOR);
    routes.add(post, "people/*/merge", people::merge, SUPERVISOR);
    routes.add(post, "people/*/split", people::split, SUPERVISOR);
    routes.add(HttpMethod.DELETE, "people/*", people::erase, SUPERVISOR);
    routes.add(put, "navigators/*", directory::putNavigator, SUPERVISOR);
    routes.add(get, "navigators/*", directory::getNavigator, SUPERVISOR, NAVIGATOR);
    routes.add(get, "navigators", directory::listNavigators, SUPERVISOR);
    routes.add(put, "navigators/*/activity", directory::setActivity, SUPERVISOR);
    routes.add(HttpMethod.DELETE, "navigators/*", directory::removeNavigator, SUPERVISOR);
    routes.add(get, "queues", directory::queues, SUPERVISOR, OPS);
    routes.add(post, "queues/*/pause", directory::pauseQueue, SUPERVISOR);
    routes.add(post, "queues/*/emergency", directory::switchEmergency, SUPERVISOR);
    routes.add(post, "desktop-tickets", directory::issueTicket, NAVIGATOR, SUPERVISOR);
    routes.add(get, "desktop-settings", desks::settings, NAVIGATOR, SUPERVISOR);
    routes.add(get, "colleagues", desks::colleagues, NAVIGATOR, SUPERVISOR);
    routes.add(get, "setup", setup::read, OPS, SUPERVISOR);
    routes.add(post, "score", setup::score, OPS, SUPERVISOR);
  }

  public RestRoutes routes() {
    return routes;
  }

  void handle(Exchange x, String path) {
    String shape = RestRoutes.shapeOf(path);
    Map<HttpMethod, Route> methods = routes.find(shape);
    if (methods == null) {
      x.problem(Trouble.NOT_FOUND, "There is nothing at this path.");
      return;
    }
    Route route = methods.get(x.request().method());
    if (route == null) {
      x.request().response().putHeader(HttpHeaders.ALLOW, RestRoutes.allow(methods));
      x.problem(Trouble.METHOD_NOT_ALLOWED, "Use one of the methods in Allow.");
      return;
    }
    auth.authenticate(x, (exchange, who) -> admitted(exchange, who, route, path));
  }

  private void admitted(Exchange x, Identity who, Route route, String path) {
    if (!route.roles().contains(who.role())) {
      x.problem(
          Trouble.ROLE_FORBIDDEN, "Another role than " + who.role().wireName() + " is needed.");
      return;
    }
    if (!requests.take(who.workspace().value() + ' ' + who.subject())) {
      x.request().response().putHeader("retry-after", "1");
      x.problem(Trouble.RATE_LIMITED, "Slow down, then send the same request again.");
      return;
    }
    try {
      route.call().handle(x, who, RestRoutes.idOf(path));
    } catch (RuntimeException e) {
      x.failed(e);
    }
  }

  /** Reads the body as one JSON object and goes on; answers with a problem when it is none. */
  static void withBody(Exchange x, int maxBytes, Consumer<Fields> then) {
    if (!acceptable(x)) {
      return;
    }
    x.body(maxBytes)
        .onSuccess(
            bytes -> {
              try {
                then.accept(new Fields(StrictJson.object(bytes)));
              } catch (RuntimeException e) {
                x.failed(e);
              }
            });
  }

  /** Whether the body is JSON, as it is; otherwise it is answered. */
  static boolean acceptable(Exchange x) {
    String encoding = x.header(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !"identity".equalsIgnoreCase(encoding)) {
      x.problem(Trouble.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, without an encoding.");
      return false;
    }
    List<String> types = x.request().headers().getAll(HttpHeaders.CONTENT_TYPE);
    if (types.size() != 1 || !isJson(types.get(0))) {
      x.request().response().putHeader("accept-post", ACCEPTED);
      x.problem(
          Trouble.UNSUPPORTED_MEDIA_TYPE, "Send one Content-Type, application/json in UTF-8.");
      return false;
    }
    return true;
  }

  private static boolean isJson(String type) {
    int semicolon = type.indexOf(';');
    if (!ACCEPTED.equalsIgnoreCase(
        semicolon < 0 ? type.trim() : type.substring(0, semicolon).trim())) {
      return false;
    }
    if (semicolon < 0) {
      return true;
    }
    String rest = type.substring(semicolon + 1).replace("\"", "").trim();
    return "charset=utf-8".equalsIgnoreCase(rest);
  }

  /**
   * Goes on with what the store answered; a failure is 503, which the sender may repeat, unless it
   * is a problem of what was sent.
   */
  static <T> void then(Exchange x, Future<T> answer, Consumer<T> onAnswer) {
    answer.onComplete(
        done -> {
          if (done.cause() instanceof ProblemException problem) {
            x.failed(problem);
            return;
          }
          if (done.failed()) {
            x.unavailable(done.cause());
            return;
          }
          try {
            onAnswer.accept(done.result());
          } catch (RuntimeException e) {
            x.failed(e);
          }
        });
  }
}
