package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactKind;
import dev.haven.contact.ContactState;
import dev.haven.contact.PersonId;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import dev.haven.urgency.Tier;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the store tells of a contact, without its words.
 *
 * @param lane number of its lane, which the catalogue turns into queue and skills
 * @param attempt how many offers were made for it
 * @param engagementState connecting, talking, muted, on_hold, parked or wrapping; empty when there
 *     is none
 * @param live whether a call is on the line
 * @param messages how many came after the first
 * @param heldFor the navigator it is held for
 * @param previous the closed contact of the same conversation that it follows
 * @param consult the open consult about it
 * @param outside the number outside that is rung or has the call
 * @param lead the contact of the same person that it is joined under, or was until it ended with it
 * @param members the contacts that are joined under it
 * @param others navigators who may see it beside {@link #navigator}: one who is consulted about it,
 *     and those it is offered to at once
 */
public record Facts(
    ContactId id,
    ContactState state,
    Channel channel,
    String language,
    int lane,
    Tier tier,
    int score,
    boolean adverseEvent,
    ContactKind kind,
    @Nullable String disposition,
    Instant arrivedAt,
    Instant orderedAt,
    @Nullable NavigatorId navigator,
    int attempt,
    @Nullable Instant offerEndsAt,
    String engagementState,
    @Nullable Instant engagedAt,
    @Nullable PersonId person,
    String source,
    boolean live,
    int messages,
    @Nullable String heldFor,
    boolean aged,
    @Nullable String conversation,
    @Nullable Instant dueAt,
    @Nullable ContactId previous,
    @Nullable Consult consult,
    Set<NavigatorId> others,
    @Nullable ContactId lead,
    List<ContactId> members,
    @Nullable OutsideCall outside) {

  /**
   * A second navigator who is asked.
   *
   * @param id names the attempt
   * @param state offered, connecting, consulting or conference
   */
  public record Consult(OfferId id, String state) {}

  /**
   * A call to a number outside.
   *
   * @param id names the attempt
   * @param to what the site calls the number, a code
   * @param state ringing, asking, joining or connected
   * @param interpreter whether it is to an interpreter, who joins and takes the caller from nobody
   * @param key whether whoever answers must press a key first
   */
  public record OutsideCall(String id, String to, String state, boolean interpreter, boolean key) {
    /** Of the interpreter, a code. */
    public String language() {
      return to.substring(Destinations.INTERPRETER.length());
    }
  }

  /** Reads the fields in the order in which {@code contact.facts} of the scripts writes them. */
  public static Facts of(List<?> f) {
    return new Facts(
        new ContactId(text(f, 0)),
        ContactState.ofWireName(text(f, 1)),
        Channel.ofNumber(number(f, 2)),
        text(f, 3),
        number(f, 4),
        Tier.ofRank(number(f, 5)),
        number(f, 6),
        text(f, 7).equals("1"),
        ContactKind.ofWireName(text(f, 8)),
        orNull(text(f, 9)),
        Instant.ofEpochMilli(Long.parseLong(text(f, 10))),
        Instant.ofEpochMilli(Long.parseLong(text(f, 11))),
        text(f, 12).isEmpty() ? null : new NavigatorId(text(f, 12)),
        number(f, 13),
        instant(text(f, 14)),
        text(f, 15),
        instant(text(f, 16)),
        text(f, 17).isEmpty() ? null : new PersonId(text(f, 17)),
        text(f, 18),
        text(f, 19).equals("1"),
        number(f, 20),
        orNull(text(f, 21)),
        text(f, 22).equals("1"),
        orNull(text(f, 23)),
        instant(text(f, 24)),
        text(f, 25).isEmpty() ? null : new ContactId(text(f, 25)),
        consult(text(f, 0), text(f, 26)),
        others(text(f, 26), text(f, 27)),
        text(f, 28).isEmpty() ? null : new ContactId(text(f, 28)),
        contacts(text(f, 29)),
        outside(text(f, 0), text(f, 30)));
  }

  /**
   * Whether files may belong to it: they come with a message of a platform, the first or a later
   * one. Calls bring none, nor does what an integrator sends.
   */
  public boolean mayHaveFiles() {
    return channel != Channel.PHONE && (!Arrival.endpointOf(source).isEmpty() || messages > 0);
  }

  Facts withOthers(Set<NavigatorId> all) {
    return new Facts(
        id,
        state,
        channel,
        language,
        lane,
        tier,
        score,
        adverseEvent,
        kind,
        disposition,
        arrivedAt,
        orderedAt,
        navigator,
        attempt,
        offerEndsAt,
        engagementState,
        engagedAt,
        person,
        source,
        live,
        messages,
        heldFor,
        aged,
        conversation,
        dueAt,
        previous,
        consult,
        Set.copyOf(all),
        lead,
        members,
        outside);
  }

  /** Whether its caller is on the way to somebody who answered outside, or with them. */
  boolean isLeaving() {
    return outside != null
        && !outside.interpreter()
        && (outside.state().equals("joining") || outside.state().equals("connected"));
  }

  /** The current or last attempt; there is one only when {@link #attempt} is over 0. */
  public @Nullable OfferId offer() {
    return attempt == 0 ? null : new OfferId(id.value() + "." + attempt);
  }

  /** Ids with a comma behind each. */
  static List<ContactId> contacts(String text) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(ContactId::new).toList();
  }

  /** The text is {@code navigator>state>attempt>...}. */
  private static @Nullable Consult consult(String contact, String text) {
    if (text.isEmpty()) {
      return null;
    }
    String[] parts = text.split(">", 4);
    return new Consult(new OfferId(contact + "." + parts[2]), parts[1]);
  }

  /**
   * The text is {@code to>state>attempt>ends>cause>key>...}; what was written before has no key.
   */
  private static @Nullable OutsideCall outside(String contact, String text) {
    if (text.isEmpty()) {
      return null;
    }
    String[] parts = text.split(">", -1);
    return new OutsideCall(
        contact + "." + parts[2],
        parts[0],
        parts[1],
        parts.length > 4 && parts[4].equals("interpreter"),
        parts.length > 5 && parts[5].equals("1"));
  }

  /** Whom a consult and further offers name; each text begins with the navigator. */
  private static Set<NavigatorId> others(String consult, String offers) {
    if (consult.isEmpty() && offers.isEmpty()) {
      return Set.of();
    }
    Set<NavigatorId> all = new HashSet<>();
    for (String one : (consult + ";" + offers).split(";")) {
      if (!one.isEmpty()) {
        all.add(new NavigatorId(one.substring(0, one.indexOf('>'))));
      }
    }
    return Set.copyOf(all);
  }

  private static String text(List<?> f, int i) {
    return (String) f.get(i);
  }

  private static int number(List<?> f, int i) {
    String text = text(f, i);
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Instant instant(String ms) {
    return ms.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(ms));
  }
}
