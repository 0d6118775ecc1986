package dev.haven.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * What a transition asks its node to tell or to do once it is committed. The first four fields say
 * what, on which node the navigator's desktop is (empty for whoever ran the transition), which
 * navigator, and the frame's sequence number; the rest depends on the type.
 *
 * <pre>
 * offer               offer id, facts, card            engagement_started  engagement id, facts
 * offer_timeout       offer id, contact, cause         engagement_updated  engagement id, contact, state, cause
 * offer_rescinded     offer id, contact, cause         engagement_ended    engagement id, contact, cause
 * offer_outcome       offer id, contact, outcome       message             engagement id, contact, from, ms, sealed line
 * urgency             offer id, facts, card            activity            activity, next activity
 * superseded          session                          closed              contact, disposition, lane, order ms
 * command             command id, type, contact, body  alarm               code, contact
 * delivery            engagement id, contact, message, status
 * consult_offer       offer id, facts, card, first navigator, ms it ends
 * consult_started     engagement id, facts, state, first navigator
 * consult             engagement id, contact, consult's offer id, state, other navigator, cause
 * </pre>
 */
public record Notice(String type, String node, String navigator, long seq, List<Object> rest) {
  public static Notice of(List<?> fields) {
    return new Notice(
        (String) fields.get(0),
        (String) fields.get(1),
        (String) fields.get(2),
        Long.parseLong((String) fields.get(3)),
        List.copyOf(fields.subList(4, fields.size())));
  }

  public String text(int i) {
    return (String) rest.get(i);
  }

  /** An offer with the sealed card that its script left out. */
  Notice withCard(String card) {
    List<Object> all = new ArrayList<>(rest);
    all.set(2, card);
    return new Notice(type, node, navigator, seq, List.copyOf(all));
  }

  public Facts facts(int i) {
    return Facts.of((List<?>) rest.get(i));
  }
}
