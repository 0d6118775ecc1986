package dev.haven.record;

import dev.haven.contact.ContactState;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A contact as the journal's lines leave it. Used by one audit. */
final class AuditContact {
  /** By place: tier, then order time, then arrival; the first is served first. */
  static final Comparator<AuditContact> BY_PLACE =
      Comparator.comparingLong(AuditContact::place)
          .thenComparingLong(c -> c.sequence)
          .thenComparing(c -> c.id);

  private static final long TIER = 10_000_000_000_000L;

  final String id;
  ContactState state = ContactState.RECEIVED;
  int channel;
  int lane;
  int tier;
  boolean aged;
  long order;
  long sequence;
  long latest;
  int tries;
  String held = "";
  String navigator = "";
  String engagement = "";
  String drain = "";

  /** The contact of the same person that it is joined under, or ended with; empty for none. */
  String lead = "";

  /** Number of the last attempt where a consult had it; 0 where {@link #tries} is it. */
  int last;

  /** Pending offers beside the first one, id to navigator. */
  final Map<String, String> further = new LinkedHashMap<>();

  /** Whom its navigator consults, and how far that is; empty for nobody. */
  String consult = "";

  String consultState = "";

  /** The call to a number outside that is not decided, and how far it is; empty for none. */
  String outside = "";

  String outsideState = "";

  /** Whether whoever answers that call must press a key before they have the caller. */
  boolean outsideKey;

  /** Whether it is to an interpreter, who joins and takes the caller from nobody. */
  boolean interpreter;

  /** Somebody outside has the caller: it may close from where it is. */
  boolean handedOut;

  /** The person left: the contact may close from where it is. */
  boolean abandoned;

  /** The navigator completed it: it may close. */
  boolean completed;

  /** What was owed is done or given up by a person: it may close from where it is. */
  boolean settled;

  /** Whether it is a report, which closes only once it is settled. */
  boolean report;

  /** Whether it stands among the waiting; then its place must not change. */
  boolean placed;

  final Set<String> excluded = new TreeSet<>();

  AuditContact(String id) {
    this.id = id;
  }

  int rank() {
    return aged && tier > 3 ? 3 : tier;
  }

  boolean strict() {
    return tier <= 2;
  }

  long place() {
    return rank() * TIER + order;
  }

  /** Takes the first of the further offers as the first one; false when there is none. */
  boolean promote() {
    Iterator<Map.Entry<String, String>> all = further.entrySet().iterator();
    if (!all.hasNext()) {
      return false;
    }
    Map.Entry<String, String> first = all.next();
    last = attempts();
    tries = Integer.parseInt(first.getKey().substring(first.getKey().indexOf('.') + 1));
    navigator = first.getValue();
    all.remove();
    return true;
  }

  int attempts() {
    return Math.max(tries, last);
  }

  String offer() {
    return id + "." + tries;
  }
}
