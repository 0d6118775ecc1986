package dev.haven.server.wiring;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.channel.Channel;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.NavigatorConfig;
import dev.haven.server.config.OidcConfig;
import dev.haven.server.config.PagesConfig;
import dev.haven.server.config.PagesConfig.Choice;
import dev.haven.server.config.PagesConfig.Template;
import dev.haven.server.config.QueueConfig;
import dev.haven.server.desktop.DesktopPages;
import dev.haven.server.http.HttpDoor.Page;
import dev.haven.server.http.JsonOut;
import dev.haven.server.http.PageHeaders;
import dev.haven.server.http.Role;
import dev.haven.server.http.SetupApi;
import dev.haven.server.http.SignIn;
import dev.haven.server.http.TokenIssue;
import dev.haven.server.http.Tokens;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the pages under {@code /desktop} are given of the configuration. */
final class WebPages {
  private static final Duration DEVELOPMENT_TOKEN = Duration.ofHours(12);

  private WebPages() {}

  /**
   * @param developmentKey signs development's tokens; null outside development
   */
  static Map<String, Page> of(HavenConfig config, @Nullable String developmentKey) {
    OidcConfig oidc = config.auth().oidc();
    URI publicUrl = config.http().publicUrl();
    Map<String, String> headers =
        PageHeaders.of(
            publicUrl != null && "https".equals(publicUrl.getScheme()),
            oidc == null ? List.of() : List.of(originOf(oidc.issuer())),
            config.pages().frameAncestors());
    SignIn signIn =
        new SignIn(
            oidc == null
                ? null
                : new SignIn.Provider(
                    oidc.issuer().toString(), oidc.clientId(), oidc.scope(), oidc.use().wireName()),
            people(config),
            Set.copyOf(config.workspaces()),
            developmentKey == null ? null : mint(config, developmentKey),
            headers);
    return DesktopPages.all(signIn, headers);
  }

  private static SignIn.Mint mint(HavenConfig config, String key) {
    Tokens.Rules rules = DoorSettings.tokenRules(config);
    return (subject, role, workspace) ->
        TokenIssue.token(rules, key, subject, role, workspace, Instant.now(), DEVELOPMENT_TOKEN);
  }

  /** Whom development proposes to be: the roster, or two navigators; a supervisor, an operator. */
  private static List<SignIn.Person> people(HavenConfig config) {
    List<SignIn.Person> people = new ArrayList<>();
    for (NavigatorConfig entry : config.navigators()) {
      people.add(
          new SignIn.Person(
              entry.navigator().id().value(),
              entry.navigator().name(),
              Role.NAVIGATOR,
              entry.workspace().value()));
    }
    String first = config.workspaces().get(0);
    if (people.isEmpty()) {
      people.add(new SignIn.Person("nav-1", "nav-1", Role.NAVIGATOR, first));
      people.add(new SignIn.Person("nav-2", "nav-2", Role.NAVIGATOR, first));
    }
    people.add(new SignIn.Person("supervisor", "supervisor", Role.SUPERVISOR, first));
    people.add(new SignIn.Person("operator", "operator", Role.OPS, first));
    return people;
  }

  /** What an operator should know of the configuration that runs. */
  static SetupApi.Facts facts(HavenConfig config) {
    List<String> remarks = new ArrayList<>();
    if (config.development()) {
      remarks.add("development_mode");
    } else if (config.auth().oidc() == null) {
      remarks.add("no_sign_in");
    }
    if (config.http().publicUrl() == null) {
      remarks.add("no_public_url");
    }
    if (config.urgency().allowLoweringFloors()) {
      remarks.add("floors_may_be_lowered");
    }
    if (config.endpoints().isEmpty()) {
      remarks.add("no_endpoints");
    }
    String version = WebPages.class.getPackage().getImplementationVersion();
    return new SetupApi.Facts(
        config.mode().wireName(),
        version == null ? "unknown" : version,
        Rules.settings(config).policy(),
        remarks);
  }

  /** The answer of {@code GET /api/v1/desktop-settings}. */
  static Buffer settings(HavenConfig config) {
    PagesConfig pages = config.pages();
    return JsonOut.buffer(
        out -> {
          out.writeStartObject();
          choices(out, "activities", pages.activities());
          choices(out, "rejectReasons", pages.rejectReasons());
          choices(out, "dispositions", pages.dispositions());
          out.writeArrayFieldStart("templates");
          for (Template template : pages.templates()) {
            template(out, template);
          }
          out.writeEndArray();
          out.writeArrayFieldStart("queues");
          for (QueueConfig queue : config.queues()) {
            out.writeStartObject();
            out.writeStringField("id", queue.id());
            out.writeStringField("name", queue.name());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeArrayFieldStart("outside");
          for (String name :
              new TreeSet<>(config.serving().outside().destinations().numbers().keySet())) {
            out.writeString(name);
          }
          out.writeEndArray();
          PagesConfig.ScreenPop pop = pages.screenPop();
          if (pop == null) {
            out.writeNullField("screenPop");
          } else {
            out.writeObjectFieldStart("screenPop");
            out.writeStringField("url", pop.url());
            out.writeArrayFieldStart("hosts");
            for (String host : pop.hosts()) {
              out.writeString(host);
            }
            out.writeEndArray();
            out.writeEndObject();
          }
          out.writeNumberField("wrapUpSeconds", config.serving().wrapUp().toSeconds());
          out.writeEndObject();
        });
  }

  private static void choices(JsonGenerator out, String name, List<Choice> choices)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Choice choice : choices) {
      choice(out, choice);
    }
    out.writeEndArray();
  }

  private static void choice(JsonGenerator out, Choice choice) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", choice.id());
    out.writeStringField("en", choice.english());
    out.writeStringField("es", choice.spanish());
    out.writeEndObject();
  }

  private static void template(JsonGenerator out, Template template) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", template.name().id());
    out.writeFieldName("name");
    choice(out, template.name());
    out.writeObjectFieldStart("text");
    out.writeStringField("en", template.english());
    out.writeStringField("es", template.spanish());
    out.writeEndObject();
    out.writeArrayFieldStart("channels");
    for (Channel channel : template.channels()) {
      out.writeString(channel.wireName());
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static String originOf(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority();
  }
}
