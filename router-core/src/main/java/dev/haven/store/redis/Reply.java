package dev.haven.store.redis;

import dev.haven.flow.Notice;
import dev.haven.flow.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a transition answers: status, details, and the list of notices last, each a {@link
 * Packed} text. A contact that a notice or a detail shows is there once, as the record that the
 * transition left ({@code contact.shown}): a notice of type {@value #SHOWN} with its id and behind
 * that the record, after all others. What a transition told another node has that shape too, and
 * behind it the sealed card that the script left out, a notice of type {@value #CARD} with its id.
 */
final class Reply {
  /** What a node needs to show a contact, in the order of {@code contact.facts}. */
  static final List<String> FACTS =
      List.of(
          "id", "state", "ch", "lang", "lane", "tier", "score", "ae", "kind", "disp", "arr", "ord",
          "nav", "try", "oexp", "est", "eat", "pid", "src", "live", "msgs", "held", "aged", "cv",
          "due", "prev", "con", "also", "lead", "grp", "out");

  private static final String SHOWN = "shown";
  private static final String CARD = "card";
  private static final String OFFER = "offer";
  private static final Set<String> SHOWING =
      Set.of(OFFER, "engagement_started", "urgency", "consult_offer", "consult_started");
  private static final PackedRecord CONTACT = LuaLibrary.record("contact");
  private static final int[] PLACES =
      FACTS.stream().mapToInt(name -> CONTACT.fields().indexOf(name)).toArray();

  private Reply() {}

  static Outcome outcome(List<?> reply) {
    int last = reply.size() - 1;
    Map<String, List<Object>> shown = new HashMap<>();
    List<Notice> notices = notices((List<?>) reply.get(last), shown);
    List<Object> details = new ArrayList<>(reply.subList(1, last));
    String status = (String) reply.get(0);
    if (status.equals("CREATED")) {
      details.set(0, shownOr(shown, details.get(0)));
    }
    return new Outcome(status, details, notices);
  }

  /**
   * What a transition told another node: the notices for its desktops, then what they show.
   *
   * @throws IllegalArgumentException when it is none of that
   */
  static List<Notice> told(String message) {
    return notices(Packed.read(message), new HashMap<>());
  }

  /** The same of one notice that shows nothing but what it carries. */
  static String message(Notice notice) {
    List<Object> fields = new ArrayList<>();
    fields.add(notice.type());
    fields.add(notice.node());
    fields.add(notice.navigator());
    fields.add(Long.toString(notice.seq()));
    fields.addAll(notice.rest());
    return Packed.write(Packed.of(fields));
  }

  /**
   * Reads notices and, behind them, what they show.
   *
   * @param shown is filled with the facts of contacts, by id
   */
  private static List<Notice> notices(List<?> raw, Map<String, List<Object>> shown) {
    Map<String, Object> cards = Map.of();
    int told = raw.size();
    List<List<Object>> all = new ArrayList<>(told);
    for (int i = 0; i < told; i++) {
      List<Object> fields = Packed.read((String) raw.get(i));
      if (fields.get(0).equals(SHOWN)) {
        String id = (String) fields.get(1);
        i++;
        shown.put(id, facts(id, (String) raw.get(i)));
      } else if (fields.get(0).equals(CARD)) {
        cards = Map.of((String) fields.get(1), fields.get(2));
      } else {
        all.add(fields);
      }
    }
    List<Notice> notices = new ArrayList<>(told);
    for (List<Object> fields : all) {
      String type = (String) fields.get(0);
      if (SHOWING.contains(type)) {
        if (type.equals(OFFER) && fields.get(6).equals("")) {
          fields.set(6, cards.getOrDefault(fields.get(5), ""));
        }
        fields.set(5, shownOr(shown, fields.get(5)));
      }
      notices.add(Notice.of(fields));
    }
    return notices;
  }

  private static Object shownOr(Map<String, List<Object>> shown, Object value) {
    List<Object> facts = value instanceof String ? shown.get(value) : null;
    return facts == null ? value : facts;
  }

  /** The facts of a contact from its record. */
  static List<Object> facts(String id, String record) {
    List<Object> own = Packed.read(record);
    List<Object> rest = Packed.read((String) own.get(0));
    List<Object> some = Packed.read((String) own.get(1));
    int ownFields = CONTACT.own().size();
    int restFrom = ownFields + CONTACT.some().size();
    List<Object> facts = new ArrayList<>(FACTS.size());
    facts.add(id);
    for (int i = 1; i < PLACES.length; i++) {
      int place = PLACES[i];
      facts.add(
          place < ownFields
              ? at(own, place + 2)
              : place < restFrom ? named(some, FACTS.get(i)) : at(rest, place - restFrom));
    }
    return facts;
  }

  /** The value behind that name; empty when it is not there. */
  private static Object named(List<Object> some, String name) {
    for (int i = 0; i < some.size(); i += 2) {
      if (some.get(i).equals(name)) {
        return some.get(i + 1);
      }
    }
    return "";
  }

  private static Object at(List<Object> values, int place) {
    return place < values.size() ? values.get(place) : "";
  }
}
