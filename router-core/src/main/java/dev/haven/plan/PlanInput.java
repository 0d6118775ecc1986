package dev.haven.plan;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactKind;
import dev.haven.urgency.Tier;
import java.time.ZonedDateTime;
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
 * @param at now, in the site's time zone
 * @param queues how each queue stands: open, emergency and paused (0 or 1), waiting, ready, on_duty
 *     and expected_wait (seconds, -1 for nobody on duty or a paused queue) by name; empty where no
 *     rule reads it
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
    ZonedDateTime at,
    Map<String, Map<String, Long>> queues) {

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
    values.put("hour", (long) at.getHour());
    values.put("minute", (long) at.getMinute());
    values.put("weekday", (long) at.getDayOfWeek().getValue());
    values.put("date", at.toLocalDate().toString());
    values.put("queues", queues);
    return values;
  }
}
