package dev.haven.flow;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactKind;
import dev.haven.contact.PersonId;
import dev.haven.plan.PlanInput;
import dev.haven.plan.RoutingPlan;
import dev.haven.urgency.Reason;
import dev.haven.urgency.Tier;
import dev.haven.urgency.Urgency;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts together what rules see and what the placing script takes. */
public final class Placements {
  private static final int CODES = 16;
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,47}");
  private static final Pattern NOT_PLAIN = Pattern.compile("[^ -~]");

  private Placements() {}

  static PlanInput planInput(
      Arrival arrival,
      People.Known person,
      Urgency urgency,
      String language,
      ZonedDateTime at,
      Map<String, Map<String, Long>> queues) {
    return new PlanInput(
        arrival.channel(),
        language,
        urgency.tier(),
        urgency.score(),
        urgency.adverseEvent(),
        arrival.kind(),
        arrival.to() == null ? "" : arrival.to().value(),
        Arrival.endpointOf(arrival.source()),
        arrival.attributes(),
        person.programme(),
        person.kind(),
        person.designated(),
        at,
        queues);
  }

  static Transitions.Placement of(
      ContactId id,
      Arrival arrival,
      Urgency urgency,
      Tier tier,
      String language,
      People.Known person,
      RoutingPlan plan,
      Workspace.Route route,
      String conversation,
      String card,
      Optional<Instant> deferred,
      Settings settings,
      String cadence) {
    long latest =
        (plan.latestStart() == null ? settings.latestStart() : plan.latestStart()).toMillis();
    return new Transitions.Placement(
        id.value(),
        arrival.bodyDigest(),
        arrival.source(),
        arrival.channel().ordinal(),
        language,
        route.lane(),
        tier.rank(),
        Math.max(urgency.score(), Triage.least(tier)),
        urgency.adverseEvent(),
        arrival.kind().wireName(),
        route.steps(),
        latest,
        plan.preferred() == null ? "" : plan.preferred().value(),
        plan.holds().encode(),
        conversation,
        who(arrival, person),
        due(arrival.kind(), arrival.dueAt(), tier, deferred),
        arrival.call() != null,
        card,
        route.queue(),
        codes(urgency),
        urgency.version(),
        route.siblings(),
        journaled(plan, urgency.tier(), person.programme(), person.kind()),
        cadence,
        plan.offerTo());
  }

  private static String who(Arrival arrival, People.Known person) {
    PersonId id = person.id() == null ? arrival.person() : person.id();
    return id == null ? "" : id.value();
  }

  /**
   * A time that was asked for goes before the queue's opening. Somebody in distress who asks to be
   * called back waits for no hour, as when their words say so later.
   */
  static @Nullable Long due(
      ContactKind kind, @Nullable Instant asked, Tier tier, Optional<Instant> deferred) {
    if (asked != null && kind == ContactKind.CALLBACK && tier.strict()) {
      return null;
    }
    if (asked != null) {
      return asked.toEpochMilli();
    }
    return deferred.map(Instant::toEpochMilli).orElse(null);
  }

  /**
   * What the journal keeps of how a plan came about: names and codes of the configuration.
   *
   * @param scored the tier before the rule's floor
   */
  public static String journaled(
      RoutingPlan plan, Tier scored, String programme, String personKind) {
    StringBuilder facts = new StringBuilder(96).append("{\"rule\":\"");
    JsonStringEncoder.getInstance().quoteAsString(ascii(plan.rule()), facts);
    facts.append("\",\"scored\":").append(scored.rank());
    if (isCode(programme)) {
      facts.append(",\"programme\":\"").append(programme).append('"');
    }
    if (isCode(personKind)) {
      facts.append(",\"person_kind\":\"").append(personKind).append('"');
    }
    return facts.append('}').toString();
  }

  /** Free text never stands in the journal; an identifier may. */
  private static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }

  private static String ascii(String name) {
    return NOT_PLAIN.matcher(name).replaceAll("?");
  }

  /** The reasons' codes as a JSON array, 16 at most, for the journal. */
  static String codes(Urgency urgency) {
    Set<String> codes = new LinkedHashSet<>();
    for (Reason reason : urgency.reasons()) {
      if (codes.size() < CODES) {
        codes.add(reason.code());
      }
    }
    return codes.isEmpty() ? "" : "[\"" + String.join("\",\"", codes) + "\"]";
  }
}
