package dev.haven.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The shape of the code, as rules: each says what to do instead. */
class ArchitectureTest {
  /** A contact's way: each stage may know those before it, none after it. */
  private static final List<String> STAGES =
      List.of(
          "channel",
          "contact",
          "urgency",
          "skill",
          "navigator",
          "plan",
          "match",
          "offer",
          "engagement",
          "record");

  private static final JavaClasses HAVEN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.haven");

  @Test
  void shouldNeverImportALaterStage() {
    for (int i = 0; i < STAGES.size(); i++) {
      String[] later =
          STAGES.subList(i + 1, STAGES.size()).stream()
              .map(s -> "dev.haven." + s + "..")
              .toArray(String[]::new);
      if (later.length > 0) {
        check(
            noClasses()
                .that()
                .resideInAPackage("dev.haven." + STAGES.get(i) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later)
                .because(
                    "what a later stage must tell an earlier one is a state transition and an event, never a call upstream")
                .allowEmptyShould(true));
      }
    }
  }

  @Test
  void shouldKeepStagesAwayFromThePipelineAndTheStore() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                STAGES.stream().map(s -> "dev.haven." + s + "..").toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.haven.flow..",
                "dev.haven.store..",
                "dev.haven.server..",
                "dev.haven.adapter..")
            .because(
                "stages are put together by flow and wired by the server; give them what they need as an argument"));
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    check(
        slices()
            .matching("dev.haven.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a cycle has no first page to read"));
    check(
        slices()
            .matching("dev.haven.server.(*)..")
            .should()
            .beFreeOfCycles()
            .because("the server is wired in one place and its doors do not know it"));
  }

  @Test
  void shouldKeepDecidingPackagesPure() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.haven.contact..",
                "dev.haven.urgency..",
                "dev.haven.skill..",
                "dev.haven.plan..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "io.vertx..",
                    "io.netty..",
                    "io.lettuce..",
                    "java.net.http..",
                    "java.nio.channels.."))
            .because(
                "they decide and do not act; let flow do the input and output with their answer"));
  }

  @Test
  void shouldUseLettuceInTheRedisStoreOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.haven.store.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..")
            .because(
                "keys, scripts and replay rules live in store.redis; add a method to a port there"));
  }

  @Test
  void shouldKeepWebTypesOutOfTheCore() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.haven.channel..",
                "dev.haven.contact..",
                "dev.haven.flow..",
                "dev.haven.match..",
                "dev.haven.plan..",
                "dev.haven.record..",
                "dev.haven.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.http..", "io.vertx.ext.web..")
            .because("the core knows neither HTTP nor vendors; translate at the door"));
  }

  @Test
  void shouldNotLetAdaptersSeeEachOther() {
    check(
        slices()
            .matching("dev.haven.adapter.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                resideInAPackage("dev.haven.adapter.."),
                resideInAPackage("dev.haven.adapter.support.."))
            .because(
                "a platform can be removed by deleting its package; what several need is in support"));
  }

  @Test
  void shouldTakeTimeIdsAndChanceFromTheirSources() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.haven.time..", "dev.haven.server..", "dev.haven.loadtest..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callConstructor(Random.class)
            .because(
                "one stray now() and the simulation lies; take RouterClock, Timers or IdSource"));
  }

  @Test
  void shouldBlockNowhereInCoreAndAdapters() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.haven.server..", "dev.haven.loadtest..")
            .should()
            .callMethod(CompletableFuture.class, "join")
            .orShould()
            .callMethod(CompletableFuture.class, "get")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .because("an event loop that waits serves nobody; compose futures"));
  }

  @Test
  void shouldBridgeLettuceToVertxInOneClass() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.haven.store.redis..")
            .and()
            .doNotHaveSimpleName("LettuceBridge")
            .should()
            .callMethod(
                java.util.concurrent.CompletionStage.class,
                "whenComplete",
                java.util.function.BiConsumer.class)
            .because(
                "LettuceBridge completes on the caller's context; everything else would run on whatever thread read the reply"));
  }

  @Test
  void shouldNameMetersInTheCatalogueOnly() {
    check(
        classes()
            .that(resideInAPackage("dev.haven.."))
            .and()
            .resideOutsideOfPackages(
                "dev.haven.telemetry..", "dev.haven.server..", "dev.haven.loadtest..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("io.micrometer..")
            .because("every meter is a line of telemetry.Meter with unit and sentence"));
  }

  private static void check(ArchRule rule) {
    rule.check(HAVEN);
  }
}
