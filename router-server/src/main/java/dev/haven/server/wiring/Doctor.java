package dev.haven.server.wiring;

import dev.haven.channel.Remark;
import dev.haven.contact.TinkSealer;
import dev.haven.server.config.ConfigException;
import dev.haven.server.config.EndpointSettings;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Problem;
import dev.haven.server.http.Guides;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks at everything that a node needs before one is started, asks the platforms how they are set
 * up, and says what to set at each. Blocking; it changes nothing.
 */
public final class Doctor {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final HavenConfig config;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(HavenConfig config) {
    this.config = config;
  }

  /** How it stands with something. */
  public enum Grade {
    OK,
    /** What somebody has to do elsewhere. */
    DO,
    WARN,
    FAIL
  }

  /** One line of the report; never with a secret in it. */
  public record Finding(Grade grade, String subject, String text) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%-4s  %s: %s", grade, subject, text);
    }
  }

  /**
   * The whole report.
   *
   * @param ask whether the endpoints' platforms are asked too
   */
  public static List<Finding> examine(HavenConfig config, boolean ask) {
    Doctor doctor = new Doctor(config);
    doctor.rules();
    doctor.keys();
    doctor.redis();
    doctor.door();
    Map<String, List<Remark>> remarks = ask ? PlatformCheck.of(config) : Map.of();
    config.endpoints().forEach(e -> doctor.endpoint(e, remarks.getOrDefault(e.id(), List.of())));
    return List.copyOf(doctor.findings);
  }

  private void rules() {
    try {
      List<Problem> lacking = Checks.config(config);
      say(
          Grade.OK,
          "configuration",
          "mode "
              + config.mode().wireName()
              + ", "
              + config.workflow().size()
              + " rules, "
              + config.endpoints().size()
              + " endpoints");
      lacking.forEach(lack -> say(Grade.WARN, "configuration", lack.toString()));
    } catch (ConfigException e) {
      e.problems().forEach(problem -> say(Grade.FAIL, "configuration", problem.toString()));
    }
  }

  private void keys() {
    Path file = Path.of(config.data()).resolve(DevelopmentKeys.FILE);
    boolean made = config.development() && Files.exists(file);
    if (config.development() && !made && config.sealing().keyset() == null) {
      say(
          Grade.OK,
          "keys",
          "development makes its own in " + config.data() + " at the first start");
      return;
    }
    try {
      Keys keys =
          Keys.of(
              config, made ? DevelopmentKeys.of(DataFolder.open(Path.of(config.data()))) : null);
      TinkSealer sealer = TinkSealer.of(keys.sealingKeyset());
      byte[] sealed = sealer.seal(new byte[] {1}, "doctor");
      if (sealer.open(sealed, "doctor").length != 1) {
        throw new IllegalStateException("what was sealed does not open again");
      }
      say(Grade.OK, "keys", "sealing works");
    } catch (IllegalArgumentException | IllegalStateException e) {
      say(Grade.FAIL, "keys", String.valueOf(e.getMessage()));
    }
    if (config.development()) {
      say(Grade.WARN, "keys", "development mode: for trying only, on loopback only");
    }
  }

  private void redis() {
    if (config.redis().embedded()) {
      say(Grade.OK, "redis", "embedded, started by the first node in " + config.data());
      if (!config.development()) {
        say(Grade.WARN, "redis", "an embedded Redis has no replica; production wants its own");
      }
      return;
    }
    try (RedisReader reader =
        RedisReader.connect(Store.withPassword(config.redis().uri(), config.redis().password()))) {
      say(
          Grade.OK,
          "redis",
          "answers; workspaces with a journal: "
              + (reader.workspaces().isEmpty()
                  ? "none yet"
                  : String.join(", ", reader.workspaces())));
    } catch (IllegalStateException e) {
      say(Grade.FAIL, "redis", "does not answer at the configured URI: " + cause(e));
    }
  }

  private static String cause(Throwable thrown) {
    Throwable last = thrown;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.getClass().getSimpleName();
  }

  private void door() {
    URI url = config.http().publicUrl();
    if (url == null) {
      say(
          config.development() ? Grade.OK : Grade.WARN,
          "http",
          "no publicUrl: providers cannot be told where to send");
      return;
    }
    reachable("http", url);
  }

  private void endpoint(EndpointSettings endpoint, List<Remark> remarks) {
    String subject = "endpoint " + endpoint.id() + " (" + endpoint.adapter() + ")";
    boolean chat = endpoint.adapter().equals("web-chat");
    URI own = endpoint.publicUrl();
    URI base = config.http().publicUrl();
    String root = base == null ? "https://YOUR-HOST" : base.toString().replaceAll("/+$", "");
    String url =
        own != null ? own.toString() : root + (chat ? "/chat/" : "/hooks/") + endpoint.id();
    if (own != null) {
      reachable(subject, own);
    }
    if (chat
        && (!endpoint.config().containsKey("crisisEn")
            || !endpoint.config().containsKey("crisisEs"))) {
      say(
          Grade.WARN,
          subject,
          "shows nobody to turn to in a crisis: set config.crisisEn and config.crisisEs");
    }
    endpoint
        .secret()
        .forEach(
            (name, values) ->
                say(
                    Grade.OK,
                    subject,
                    "secret "
                        + name
                        + " is there"
                        + (values.size() > 1 ? ", " + values.size() + " valid" : "")));
    for (Remark remark : remarks) {
      Grade grade =
          switch (remark.standing()) {
            case GOOD -> Grade.OK;
            case UNSURE -> Grade.WARN;
            case WRONG -> Grade.FAIL;
          };
      say(grade, subject, remark.text());
    }
    List<String> steps = Guides.steps(endpoint.adapter());
    for (String step : steps) {
      say(
          Grade.DO,
          subject,
          step.replace("the URL below", url)
              .replace("URL below", url)
              .replace("URL as below", url)
              .replaceAll(
                  "https://([^\\s`]*@)?YOUR-HOST/hooks/[A-Za-z0-9-]+",
                  "https://$1" + url.replaceFirst("^https?://", "")));
    }
    // A session is opened by the node: nobody needs to be told where to send.
    if (chat || steps.stream().anyMatch(Doctor::namesTheUrl)) {
      say(Grade.DO, subject, "the URL: " + url);
    }
  }

  private static boolean namesTheUrl(String step) {
    return step.contains("URL") || step.contains("POST") || step.contains("/hooks/");
  }

  private void reachable(String subject, URI url) {
    String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
    if (LOOPBACK.contains(host)) {
      say(Grade.WARN, subject, url + " is this machine's own name: no provider reaches it");
    } else if (!"https".equals(url.getScheme())) {
      say(Grade.WARN, subject, url + " is not https: words would travel in clear");
    }
    List<String> allowed = config.http().allowedHosts();
    if (!allowed.isEmpty() && allowed.stream().noneMatch(host::equalsIgnoreCase)) {
      say(
          Grade.FAIL,
          subject,
          "the host of " + url + " is not in http.allowedHosts: every request would be refused");
    } else {
      say(Grade.OK, subject, "is reached at " + url);
    }
  }

  private void say(Grade grade, String subject, String text) {
    findings.add(new Finding(grade, subject, text));
  }
}
