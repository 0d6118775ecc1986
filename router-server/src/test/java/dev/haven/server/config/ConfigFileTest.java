package dev.haven.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.haven.server.config.HavenConfig.Mode;
import dev.haven.server.config.RedisConfig.Durability;
import dev.haven.urgency.SitePhrases;
import dev.haven.urgency.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  private static final Path SHIPPED = Path.of("..", "config", "haven.yaml");

  private static HavenConfig parse(String text) {
    return ConfigFile.parse(text, new Sources(Map.of("TOKEN", "hush")::get, Path.of("")));
  }

  private static List<Problem> problemsOf(String text) {
    ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> parse(text));
    assertThat(thrown).as("the file is refused").isNotNull();
    return thrown.problems();
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 2, PROCESS, true",
    "true, 2, 2, PROCESS, false",
    "true, 2, 1, PROCESS, false",
    "false, 1, 2, PROCESS, false",
    "true, 1, 2, HOST, false",
    "true, 1, 2, REPLICATED, false"
  })
  void shouldLetLoopsLookForRepliesWhereAProcessorIsLeft(
      boolean spin, int loops, int processors, Durability durability, boolean expected) {
    HttpConfig http = parse("http: {spin: " + spin + ", eventLoops: " + loops + "}").http();

    assertThat(http.spins(processors, durability)).isEqualTo(expected);
  }

  @Test
  void shouldGiveTheDefaultsWhenTheShippedFileIsLoaded() {
    assertThat(ConfigFile.load(SHIPPED)).isEqualTo(ConfigFile.defaults());
  }

  @Test
  void shouldReadTheProxiesItTrusts() {
    HttpConfig http = parse("http: {trustedProxies: [10.0.0.7, 'fd00::/8']}").http();
    assertThat(http.trustedProxies()).extracting(Network::prefix).containsExactly(32, 8);
    assertThat(problemsOf("http: {trustedProxies: [proxy.example.org]}"))
        .extracting(Problem::toString)
        .anyMatch(text -> text.contains("http.trustedProxies") && text.contains("10.0.0.0/8"));
  }

  @Test
  void shouldTellNobodyOfARehearsal() {
    // given
    HavenConfig config =
        ConfigFile.parse(
            """
            mode: development
            serving:
              distress:
                ladder: {webhook: "https://oncall.example.org/h", secret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}
              adverseEvents: {webhook: "https://safety.example.org/h", secret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}
            """,
            new Sources(name -> null, Path.of("")));

    // when
    ServingConfig rehearsed = config.forRehearsal("rehearsal-1").serving();

    // then
    assertThat(config.serving().distress().ladder().webhook()).isNotNull();
    assertThat(config.serving().adverseEvents().webhook()).isNotNull();
    assertThat(rehearsed.distress().ladder().webhook()).isNull();
    assertThat(rehearsed.adverseEvents().webhook()).isNull();
  }

  @Test
  void shouldNameEverySettingInTheShippedFile() throws IOException {
    // given every component of every record that has no list around it
    String text = Files.readString(SHIPPED);
    for (Class<?> record :
        List.of(
            HavenConfig.class,
            HttpConfig.class,
            OpsConfig.class,
            RedisConfig.class,
            AuthConfig.class,
            SealingConfig.class,
            DocumentsConfig.class,
            DesktopConfig.class,
            ServingConfig.class,
            UrgencyConfig.class)) {
      for (var component : record.getRecordComponents()) {
        assertThat(text)
            .contains("\n" + (record == HavenConfig.class ? "" : "  ") + component.getName() + ":");
      }
    }
  }

  @Test
  void shouldReportEveryProblemAtOnceWithPathAndLine() {
    List<Problem> problems =
        problemsOf(
            """
            mode: development
            http:
              port: 70000
              headWithin: fast
              transport: carrier pigeon
              colour: blue
            redis:
              durability: maybe
            queues:
              - id: support
            workflow:
              - when: "true"
                queue: elsewhere
            """);
    assertThat(problems)
        .extracting(p -> p.line() + " " + p.path())
        .containsExactly(
            "3 http.port",
            "4 http.headWithin",
            "5 http.transport",
            "6 http.colour",
            "8 redis.durability",
            "13 workflow[0].queue");
    assertThat(problems.get(0).message()).contains("70000").contains("0 to 65535");
    assertThat(problems.get(2).message()).contains("not one of auto, nio, epoll, io_uring");
    assertThat(problems.get(3).message()).contains("no such setting").contains("port");
  }

  @Test
  void shouldReadWhatTheSiteAddsToUrgency() {
    HavenConfig config =
        parse(
            """
            urgency:
              version: site-3
              phrases:
                - {text: "code lavender", tier: high_distress}
              tiers: {elevated.supply: high_distress}
            """);
    assertThat(config.urgency().site().version()).isEqualTo("site-3");
    assertThat(config.urgency().site().phrases()).hasSize(1);
    assertThat(parse("").urgency().site()).isEqualTo(SitePhrases.NONE);
    assertThat(
            problemsOf(
                """
                urgency:
                  phrases:
                    - {text: "code lavender", tier: red}
                    - {text: "", colour: blue}
                  tiers: {elevated.supply: blue}
                """))
        .extracting(p -> p.line() + " " + p.path())
        .containsExactly(
            "3 urgency.phrases[0].tier",
            "4 urgency.phrases[1].text",
            "4 urgency.phrases[1].tier",
            "4 urgency.phrases[1].colour",
            "5 urgency.tiers.elevated.supply");
  }

  @Test
  void shouldRefuseAnInlineSecretOutsideDevelopmentWithoutRepeatingIt() {
    List<Problem> problems =
        problemsOf(
            """
            mode: production
            endpoints:
              - id: sms
                adapter: twilio
                secret: {authToken: planted-secret}
            """);
    assertThat(problems).extracting(Problem::path).contains("endpoints[0].secret.authToken");
    assertThat(problems).extracting(Problem::message).noneMatch(m -> m.contains("planted-secret"));
  }

  @Test
  void shouldRefuseToStartInProductionWithoutKeys() {
    assertThat(problemsOf("mode: production"))
        .extracting(Problem::message)
        .anyMatch(m -> m.contains("sharedKey or jwksUrl"))
        .anyMatch(m -> m.contains("keyset"))
        .anyMatch(m -> m.contains("addressKey"));
  }

  @Test
  void shouldListenOnLoopbackOnlyInDevelopment() {
    assertThat(problemsOf("http: {host: 0.0.0.0}"))
        .extracting(Problem::path)
        .containsExactly("http.host");
  }

  @Test
  void shouldTakeSecretsFromTheEnvironmentAndFromFiles(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("token"), "from-file\n");
    HavenConfig config =
        ConfigFile.parse(
            """
            endpoints:
              - id: a
                adapter: twilio
                config: {app: a, origins: [b, c]}
                secret: {authToken: "${env:TOKEN}", other: ["${file:token}", old], certs: {a: b}}
            """,
            new Sources(Map.of("TOKEN", "hush")::get, folder));
    assertThat(config.endpoints().get(0).config())
        .isEqualTo(Map.of("app", "a", "origins", List.of("b", "c")));
    Map<String, List<Secret>> secret = config.endpoints().get(0).secret();
    assertThat(secret)
        .containsEntry("authToken", List.of(new Secret("hush")))
        .containsEntry("certs.a", List.of(new Secret("b")))
        .containsEntry("other", List.of(new Secret("from-file"), new Secret("old")));
    assertThat(config.toString()).doesNotContain("hush").doesNotContain("from-file");
  }

  @Test
  void shouldSayWhichReferenceIsMissing() {
    assertThat(problemsOf("ops: {bearer: \"${env:NOWHERE}\"}").get(0).message())
        .isEqualTo("environment variable NOWHERE is not set");
  }

  @Test
  void shouldReadRulesWithStepsAndNavigators() {
    HavenConfig config =
        parse(
            """
            queues: [{id: support}, {id: oncology, serviceLevel: {percent: 90, within: 30s}}]
            workflow:
              - name: oncology
                when: channel == "phone"
                queue: oncology
                skills: {oncology: 2}
                tierFloor: elevated
                offerTo: 3
                hold: 20s
                steps:
                  - {after: 60s, dropSkills: [oncology]}
                  - {after: 2m, queue: support, anyLanguage: true, raise: elevated}
            navigators:
              - {id: nav-1, languages: [es], queues: [oncology], capacity: {phone: 2}}
            """);
    TargetConfig target = config.workflow().get(0).targets().get(0);
    assertThat(target.skills()).containsExactly(Map.entry("oncology", 2));
    assertThat(target.hold()).containsEntry(Tier.CRISIS, Duration.ofSeconds(20));
    assertThat(target.offerTo()).isEqualTo(3);
    assertThat(target.steps()).hasSize(2);
    assertThat(config.navigators().get(0).navigator().capacity())
        .containsEntry(dev.haven.channel.Channel.PHONE, 2)
        .containsEntry(dev.haven.channel.Channel.CHAT, 3);
    assertThat(config.mode()).isEqualTo(Mode.DEVELOPMENT);
  }

  @Test
  void shouldReadOpeningHoursAndServiceLevelPresets() {
    HavenConfig config =
        parse(
            """
            queues:
              - id: calls
                serviceLevel: {preset: nena}
                hours:
                  timeZone: America/Chicago
                  weekly: {monday: ["08:00-12:00", "13:00-24:00"]}
                  holidays: [2026-12-25]
            """);
    QueueConfig queue = config.queues().get(0);
    assertThat(queue.servicePercent()).isEqualTo(90);
    assertThat(queue.serviceWithin()).isEqualTo(Duration.ofSeconds(15));
    assertThat(queue.hours().weekly().get(DayOfWeek.MONDAY)).hasSize(2);
    assertThat(queue.hours().served()).contains(Tier.HIGH_DISTRESS).doesNotContain(Tier.ELEVATED);
    assertThat(
            problemsOf(
                """
                queues:
                  - id: calls
                    hours:
                      timeZone: Chicago
                      weekly:
                        monday: ["17:00-08:00"]
                        someday: ["08:00-09:00"]
                      holidays: [2026-02-30]
                """))
        .extracting(p -> p.line() + " " + p.path())
        .contains(
            "4 queues[0].hours.timeZone",
            "6 queues[0].hours.weekly.monday",
            "7 queues[0].hours.weekly.someday",
            "8 queues[0].hours.holidays");
  }

  @Test
  void shouldGiveTenClearMessagesForTenMistakes() {
    List<Problem> problems =
        problemsOf(
            """
            queues: [{id: support}]
            workflow:
              - name: one
                when: chanel == "phone"
                skills: {oncology: 9}
                tierFloor: urgent
              - name: two
                when: score > "high"
                queue: nowhere
                hold: soon
                steps:
                  - {after: 2m, raise: elevated}
                  - {after: 1m, dropSkills: [cardiology]}
              - name: three
                when: "true"
                colour: blue
                targets:
                  - {language: spanish, offerTo: 9}
                  - {after: 60s, queue: support, steps: [{after: 90s}]}
            """);

    assertThat(problems)
        .extracting(p -> p.line() + " " + p.path())
        .containsExactlyInAnyOrder(
            "4 workflow[0].when",
            "5 workflow[0].skills.oncology",
            "6 workflow[0].tierFloor",
            "8 workflow[1].when",
            "9 workflow[1].queue",
            "10 workflow[1].hold",
            "13 workflow[1].steps[1].after",
            "13 workflow[1].steps[1]",
            "16 workflow[2].colour",
            "18 workflow[2].targets[0].language",
            "18 workflow[2].targets[0].offerTo",
            "19 workflow[2].targets[1].steps[0].after");
    assertThat(problems)
        .extracting(Problem::message)
        .anySatisfy(
            m -> assertThat(m).contains("column 1").contains("undeclared").contains("chanel"))
        .anySatisfy(m -> assertThat(m).contains("'9'").contains("1 to 5"))
        .anySatisfy(m -> assertThat(m).contains("'urgent'").contains("urgent_medical"))
        .anySatisfy(m -> assertThat(m).contains("column 7").contains("no matching overload"))
        .anySatisfy(m -> assertThat(m).contains("nowhere"))
        .anySatisfy(m -> assertThat(m).contains("'soon'").contains("duration"))
        .anySatisfy(m -> assertThat(m).contains("later than the step before"))
        .anySatisfy(m -> assertThat(m).contains("'cardiology' is not among the skills"))
        .anySatisfy(m -> assertThat(m).contains("no such setting"))
        .anySatisfy(m -> assertThat(m).contains("'spanish'").contains("ISO 639-1"))
        .anySatisfy(m -> assertThat(m).contains("changes nothing"));
  }

  @Test
  void shouldRefuseRepeatedNamesAndRepeatedIds() {
    assertThat(problemsOf("http: {port: 1, port: 2}").get(0).message()).contains("twice");
    assertThat(problemsOf("queues: [{id: a}, {id: a}]").get(0).message()).contains("twice");
  }

  @Test
  void shouldRefuseAPageOfAnotherSystemThatWouldNeverOpenOrCouldLeadAnywhere() {
    assertThat(problemsOf("pages: {screenPop: {url: 'https://crm.example.org/{person}'}}"))
        .extracting(Problem::path)
        .containsExactly("pages.screenPop.hosts");
    assertThat(problemsOf("pages: {screenPop: {url: 'https://{person}/', hosts: [a]}}"))
        .extracting(Problem::path)
        .containsExactly("pages.screenPop.url");
  }

  @Test
  void shouldNameEveryNumberOutsideThatNobodyCouldRing() {
    List<Problem> problems =
        problemsOf(
            """
            serving:
              outside: {numbers: {Hospital: "+12025550111", partner: "by the door"}, prefixes: ["1202"], confirm: {except: [nobody], causes: [fax]}, interpreters: {xx: "+12025550111", fr: "by the door"}}
              distress:
                ladder:
                  rungs:
                    - {after: 30s, action: call}
                    - {after: 30s, action: supervisors, to: crisis_line}
                    - {after: 30s, action: call, to: crisis_line}
            workflow:
              - {name: one, when: "true", queue: support, steps: [{after: 1m, outside: nurse}, {after: 2m, interpreter: true}]}
            """);

    assertThat(problems)
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "serving.outside.numbers.Hospital",
            "serving.outside.numbers.partner",
            "serving.outside.prefixes[0]",
            "serving.outside.interpreters.xx",
            "serving.outside.interpreters.fr",
            "workflow[0].steps[1].interpreter",
            "serving.outside.confirm.except[0]",
            "serving.outside.confirm.causes[0]",
            "serving.distress.ladder.rungs[0].to",
            "serving.distress.ladder.rungs[1].to",
            "serving.distress.ladder.rungs[2].to",
            "workflow[0].steps[0].outside");
  }

  @Test
  void shouldReadNumbersOutsideByNameAndBeginning() {
    HavenConfig config =
        parse(
            """
            serving:
              outside: {numbers: {crisis_line: "988"}, prefixes: ["+1202"]}
              distress: {ladder: {rungs: [{after: 30s, action: call, to: crisis_line}]}}
            """);

    assertThat(config.serving().outside().destinations().numbers())
        .containsEntry("crisis_line", "988");
    assertThat(config.serving().outside().destinations().prefixes()).containsExactly("+1202");
    assertThat(config.serving().distress().ladder().ladder().rungs().get(0).code())
        .isEqualTo("call.crisis_line");
  }

  @Test
  void shouldSayWhereTheFileIsNotYaml() {
    assertThat(problemsOf("http:\n  port: [1\n").get(0).message()).contains("is not YAML");
  }

  @Test
  void shouldRefuseReplicatedDurabilityWithTheEmbeddedRedis() {
    assertThat(problemsOf("redis: {durability: replicated}"))
        .extracting(Problem::path)
        .containsExactly("redis.durability");
  }

  @Test
  void shouldAskOneRedisToRewriteItsFileInCalmAndNoCluster() {
    RedisConfig one = parse("redis: {uri: 'redis://a:6379', rewriteInCalm: true}").redis();
    assertThat(one.rewriteInCalm()).isTrue();
    assertThat(problemsOf("redis: {uri: 'redis-cluster://a:6379', rewriteInCalm: true}"))
        .extracting(Problem::path)
        .containsExactly("redis.rewriteInCalm");
  }

  @Test
  void shouldTakeTheProgramOfTheEmbeddedRedisByNameOrByAnAbsolutePath() {
    assertThat(parse("redis: {program: bundled}").redis().program()).isEqualTo("bundled");
    assertThat(parse("redis: {program: '/opt/my redis/redis-server'}").redis().program())
        .isEqualTo("/opt/my redis/redis-server");
    Problem relative = problemsOf("redis:\n  program: bin/redis-server").get(0);
    assertThat(relative.path()).isEqualTo("redis.program");
    assertThat(relative.message()).contains("'auto', 'bundled' or an absolute path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unix:///run/redis.sock",
        "redis-socket:///run/redis.sock",
        "http://127.0.0.1:6379",
        "redis://",
        "127.0.0.1:6379"
      })
  void shouldRefuseARedisThatANodeCannotReachWithEveryFormThatItCan(String uri) {
    // when
    Problem inFile = problemsOf("redis:\n  uri: " + uri).get(0);
    ConfigException onCommandLine =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigFile.defaults().with(null, null, null, uri));

    // then
    assertThat(inFile.path()).isEqualTo("redis.uri");
    assertThat(inFile.line()).isEqualTo(2);
    assertThat(inFile.message())
        .contains("'" + uri + "'")
        .contains("'embedded'", "redis://", "rediss-sentinel://", "rediss-cluster://");
    assertThat(onCommandLine.problems())
        .containsExactly(new Problem("redis.uri", 0, inFile.message()));
  }

  @ParameterizedTest
  @CsvSource({
    "redix://haven:pass/wo@rd@host:6379, redix://***@host:6379",
    "redis:/:pass/wo@rd@host, redis:/***@host",
    "redis:pass/wo@rd@host:6379, ***@host:6379",
    "haven:pass/wo@rd@host, ***@host"
  })
  void shouldRepeatNoPasswordOfAUriThatItRefuses(String uri, String repeated) {
    // when
    Problem inFile = problemsOf("redis:\n  uri: '" + uri + "'").get(0);
    ConfigException onCommandLine =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigFile.defaults().with(null, null, null, uri));

    // then
    assertThat(inFile.message()).startsWith("'" + repeated + "' is not").doesNotContain("wo@rd");
    assertThat(onCommandLine.problems())
        .containsExactly(new Problem("redis.uri", 0, inFile.message()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embedded",
        "redis://127.0.0.1:6379",
        "rediss://redis.example.org:6380",
        "redis-sentinel://a:26379,b:26379#main",
        "rediss-sentinel://a:26379#main",
        "redis-cluster://a:7000,b:7000",
        "rediss-cluster://a:7000"
      })
  void shouldTakeARedisThatANodeCanReach(String uri) {
    assertThat(parse("redis: {uri: '" + uri + "'}").redis().uri()).isEqualTo(uri);
  }
}
