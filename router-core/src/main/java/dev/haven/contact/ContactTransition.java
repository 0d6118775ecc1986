package dev.haven.contact;

import java.util.EnumSet;
import java.util.Set;

/**
 * The legal ways of a contact from state to state, each with its cause and the journal entry that
 * records it. The picture of it is in {@code docs/state-machines.md}.
 */
public enum ContactTransition {
  PLACED(ContactState.RECEIVED, ContactState.WAITING, "contact.placed"),
  SCHEDULED(ContactState.RECEIVED, ContactState.SCHEDULED, "contact.placed"),
  CAME_DUE(ContactState.SCHEDULED, ContactState.WAITING, "contact.due"),
  DEFERRED(ContactState.WAITING, ContactState.SCHEDULED, "contact.deferred"),
  DEFERRED_AGAIN(ContactState.SCHEDULED, ContactState.SCHEDULED, "contact.deferred"),
  NOBODY_REACHED(ContactState.ENGAGED, ContactState.SCHEDULED, "contact.rescheduled"),
  NOBODY_REACHED_AFTER(ContactState.WRAPPING, ContactState.SCHEDULED, "contact.rescheduled"),
  UNSCHEDULED(ContactState.SCHEDULED, ContactState.CLOSED, "contact.closed"),
  OFFERED(ContactState.WAITING, ContactState.OFFERED, "offer.created"),
  REJECTED(ContactState.OFFERED, ContactState.WAITING, "offer.rejected"),
  TIMED_OUT(ContactState.OFFERED, ContactState.WAITING, "offer.timeout"),
  NAVIGATOR_LOST(ContactState.OFFERED, ContactState.WAITING, "offer.lost"),
  RESCINDED(ContactState.OFFERED, ContactState.WAITING, "offer.rescinded"),
  LEFT_OFFERED(ContactState.OFFERED, ContactState.CLOSED, "offer.canceled"),
  CALLBACK_OFFERED(ContactState.OFFERED, ContactState.WAITING, "offer.canceled"),
  ACCEPTED(ContactState.OFFERED, ContactState.ENGAGED, "offer.accepted"),
  RETURNED(ContactState.ENGAGED, ContactState.WAITING, "engagement.returned"),
  TRANSFERRED(ContactState.ENGAGED, ContactState.WAITING, "engagement.transferred"),
  FINISHED(ContactState.ENGAGED, ContactState.WRAPPING, "engagement.wrapping"),
  COMPLETED_TALKING(ContactState.ENGAGED, ContactState.CLOSED, "engagement.completed"),
  RETURNED_UNDONE(ContactState.WRAPPING, ContactState.WAITING, "engagement.returned"),
  REOPENED(ContactState.WRAPPING, ContactState.ENGAGED, "engagement.reopened"),
  COMPLETED(ContactState.WRAPPING, ContactState.CLOSED, "engagement.completed"),
  JOINED(ContactState.WAITING, ContactState.JOINED, "contact.joined"),
  JOINED_ELSEWHERE(ContactState.JOINED, ContactState.JOINED, "contact.joined"),
  PARTED(ContactState.JOINED, ContactState.WAITING, "contact.parted"),
  ENDED_WITH_LEAD(ContactState.JOINED, ContactState.CLOSED, "contact.closed"),
  HANDED_OUT(ContactState.WAITING, ContactState.CLOSED, "outside.connected"),
  LEFT_WAITING(ContactState.WAITING, ContactState.CLOSED, "contact.abandoned");

  private final ContactState from;
  private final ContactState to;
  private final String entry;

  ContactTransition(ContactState from, ContactState to, String entry) {
    this.from = from;
    this.to = to;
    this.entry = entry;
  }

  public ContactState from() {
    return from;
  }

  public ContactState to() {
    return to;
  }

  /** The type of the journal's line. */
  public String entry() {
    return entry;
  }

  /** The states that a contact may be in after one transition from there. */
  public static Set<ContactState> after(ContactState state) {
    Set<ContactState> next = EnumSet.noneOf(ContactState.class);
    for (ContactTransition transition : values()) {
      if (transition.from == state) {
        next.add(transition.to);
      }
    }
    return next;
  }

  /**
   * Whether a contact can come from one state to another by any number of transitions, none
   * included.
   */
  public static boolean reachable(ContactState from, ContactState to) {
    Set<ContactState> seen = EnumSet.of(from);
    Set<ContactState> open = EnumSet.of(from);
    while (!open.isEmpty()) {
      Set<ContactState> next = EnumSet.noneOf(ContactState.class);
      open.forEach(state -> next.addAll(after(state)));
      next.removeAll(seen);
      seen.addAll(next);
      open = next;
    }
    return seen.contains(to);
  }
}
