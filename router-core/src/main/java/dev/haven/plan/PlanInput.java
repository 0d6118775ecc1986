package dev.haven.plan;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactKind;
import dev.haven.urgency.Tier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rules may see of a contact: no words, no addresses of the person.
 *
 * @param to the centre's own address, empty when unknown
 * @param endpoint the door's id, or empty
 * @param attributes given by the sender
 * @param programme the person's, empty when unknown
 * @param personKind patient, caregiver, prescriber, or empty
 * @param designated the person's designated navigator
 * @param hour 0 to 23, UTC
 * @param weekday 1 for Monday to 7
 */
public record PlanInput(
    Channel channel,
    String language,
    Tier tier,
    int score,
    boolean adverseEvent,
    ContactKind kind,
    String to,
    String endpoint,
    Map<String, String> attributes,
    String programme,
    String personKind,
    @Nullable String designated,
    int hour,
    int weekday) {

  /** The variables of a rule's condition, by the names that configuration uses. */
  Map<String, Object> variables() {
    Map<String, Object> values = new HashMap<>();
    values.put("channel", channel.wireName());
    values.put("language", language);
    values.put("tier", tier.wireName());
    values.put("score", (long) score);
    values.put("adverse_event", adverseEvent);
    values.put("kind", kind.wireName());
    values.put("to", to);
    values.put("endpoint", endpoint);
    values.put("attributes", attributes);
    values.put("programme", programme);
    values.put("person_kind", personKind);
    values.put("hour", (long) hour);
    values.put("weekday", (long) weekday);
    return values;
  }
}
