package dev.haven.server.http;

import dev.haven.channel.Acceptance;
import dev.haven.channel.CallPort;
import dev.haven.channel.Channel;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.Legible;
import dev.haven.channel.ParseResult;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactKind;
import dev.haven.contact.ContactState;
import dev.haven.contact.PersonId;
import dev.haven.flow.CommandResult;
import dev.haven.flow.ContactView;
import dev.haven.flow.Contacts;
import dev.haven.flow.Receipt;
import dev.haven.time.Steps;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what an adapter read into the pipeline, event by event in the sender's order, and says what
 * became of it. Signed traffic is never dropped: what cannot be read becomes a contact with the
 * words that stand in it, and a key that comes again with another body becomes a contact of its
 * own.
 *
 * <p>On one event loop.
 */
public final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int MAX_ATTRIBUTES = 50;
  private static final int MAX_NAME = 64;
  private static final int MAX_VALUE = 512;

  private final Contacts contacts;
  private final Hold hold;
  private final HttpSender sender;
  private final Attachments attachments;

  /**
   * @param sender calls back what a platform asks to be called; it has the allow-list
   * @param attachments keeps the files that come with messages
   */
  public Intake(Contacts contacts, Hold hold, HttpSender sender, Attachments attachments) {
    this.contacts = contacts;
    this.hold = hold;
    this.sender = sender;
    this.attachments = attachments;
  }

  /** What became of one event. */
  private record Taken(@Nullable ContactView contact, boolean known) {}

  /**
   * Takes in everything a request says.
   *
   * @param raw what was sent; the words and the key of what cannot be read
   */
  public Future<Acceptance> take(ChannelAdapter adapter, ParseResult result, byte[] raw) {
    return result.match(
        events -> takeAll(adapter, events.events()),
        handshake -> Future.succeededFuture(Acceptance.stored()),
        unreadable -> takeUnreadable(adapter, unreadable, raw));
  }

  /** Names bytes: the same bytes again have the same name. */
  public static String digest(byte[] raw) {
    return HexFormat.of().formatHex(ArrivalDecoder.sha256().digest(raw), 0, 16);
  }

  private Future<Acceptance> takeAll(ChannelAdapter adapter, List<InboundEvent> events) {
    if (events.size() == 1) {
      return takeOne(adapter, events.get(0)).map(taken -> acceptance(List.of(taken)));
    }
    List<Taken> all = new ArrayList<>();
    return Steps.each(events, event -> takeOne(adapter, event).onSuccess(all::add))
        .map(v -> acceptance(all));
  }

  private Future<Taken> takeOne(ChannelAdapter adapter, InboundEvent event) {
    EndpointConfig endpoint = adapter.endpoint();
    return event.match(
        contact ->
            takeContact(endpoint, contact)
                .compose(taken -> keepFiles(endpoint, contact, taken))
                .onSuccess(taken -> keepOnTheLine(adapter, contact, taken)),
        status ->
            hold.until(() -> contacts.report(endpoint.workspace(), source(endpoint), status))
                .compose(v -> contacts.concerned(endpoint.workspace(), source(endpoint), status))
                .map(concerned -> new Taken(concerned.orElse(null), false))
                .onSuccess(taken -> goOnHolding(adapter, status, taken)),
        system -> {
          callBack(system.call());
          return Future.succeededFuture(new Taken(null, false));
        });
  }

  /**
   * A message may name the contact it belongs to; one of another door, or closed, is not joined.
   */
  private Future<Taken> takeContact(EndpointConfig endpoint, InboundContact contact) {
    Arrival arrival = arrival(endpoint, contact);
    String named = contact.attributes().get("contactId");
    if (named == null || !ContactId.isValid(named)) {
      return receive(endpoint, arrival);
    }
    ContactId id = new ContactId(named);
    return hold.until(() -> contacts.find(endpoint.workspace(), id))
        .compose(
            found -> {
              if (found.isEmpty() || !found.get().source().equals(source(endpoint))) {
                return receive(endpoint, arrival);
              }
              String text = contact.text() == null ? "" : contact.text();
              return hold.until(
                      () ->
                          contacts.addMessage(
                              endpoint.workspace(),
                              id,
                              source(endpoint),
                              key(contact),
                              text,
                              arrival.reply()))
                  .compose(
                      done ->
                          done instanceof CommandResult.Done
                              ? Future.succeededFuture(new Taken(found.get(), false))
                              : receive(endpoint, arrival));
            });
  }

  /** What the files say is not known without them: a message counts as kept once they are. */
  private Future<Taken> keepFiles(EndpointConfig endpoint, InboundContact contact, Taken taken) {
    ContactView view = taken.contact();
    return view == null
            || contact.attachments().isEmpty()
            || (taken.known() && isNoNews(contact, view))
        ? Future.succeededFuture(taken)
        : attachments
            .keep(
                endpoint.workspace(),
                view.id(),
                key(contact),
                contact.attachments(),
                isUnread(contact))
            .compose(
                asked ->
                    hold.until(() -> contacts.requestFiles(endpoint.workspace(), view.id(), asked)))
            .map(taken);
  }

  /** A message told of again that cannot be got now, after it was got: to get it says it twice. */
  private static boolean isNoNews(InboundContact contact, ContactView view) {
    return contact.text() == null
        && contact.attributes().containsKey(InboundContact.FETCH)
        && view.reasons().stream().noneMatch(r -> r.code().equals("scorer.pending"));
  }

  private Future<Taken> receive(EndpointConfig endpoint, Arrival arrival) {
    return hold.until(() -> contacts.receive(endpoint.workspace(), arrival))
        .compose(
            receipt ->
                receipt.match(
                    created -> Future.succeededFuture(new Taken(created.contact(), false)),
                    known -> Future.succeededFuture(new Taken(known.contact(), true)),
                    reused -> receiveUpdate(endpoint, arrival),
                    refused -> Future.succeededFuture(new Taken(null, true))));
  }

  /**
   * A platform that is not told to hold by our answer is told so by a command; again is harmless.
   */
  private static void keepOnTheLine(ChannelAdapter adapter, InboundContact contact, Taken taken) {
    CallPort calls = adapter.calls();
    ContactView view = taken.contact();
    if (calls == null || contact.call() == null || view == null) {
      return;
    }
    Acceptance standing = acceptance(List.of(taken));
    if (standing.waiting()) {
      calls.hold(contact.call(), plan(standing)).onFailure(e -> notHeld(adapter, view, e));
    }
  }

  /** What a waiting caller heard is over: the platform may need to be told what comes next. */
  private static void goOnHolding(ChannelAdapter adapter, InboundStatus status, Taken taken) {
    CallPort calls = adapter.calls();
    ContactView view = taken.contact();
    if (calls == null || view == null || status.terminal() || status.bridge() != null) {
      return;
    }
    Acceptance standing = acceptance(List.of(taken));
    if (standing.waiting()) {
      calls.heard(status, plan(standing)).onFailure(e -> notHeld(adapter, view, e));
    }
  }

  private static HoldPlan plan(Acceptance standing) {
    return new HoldPlan(standing.language(), standing.position(), standing.estimatedWait());
  }

  private static void notHeld(ChannelAdapter adapter, ContactView view, Throwable e) {
    LOG.atWarn()
        .addKeyValue("endpoint", adapter.endpoint().id())
        .addKeyValue("contact", view.id())
        .addKeyValue("cause", e.getClass().getSimpleName())
        .log("a caller could not be put on hold");
  }

  /** The provider signed another body under the same key: a person matters more than a protocol. */
  private Future<Taken> receiveUpdate(EndpointConfig endpoint, Arrival arrival) {
    LOG.atWarn().addKeyValue("endpoint", endpoint.id()).log("signed key came with another body");
    Arrival update = withKey(arrival, arrival.key() + "~" + arrival.bodyDigest());
    return hold.until(() -> contacts.receive(endpoint.workspace(), update)).map(Intake::taken);
  }

  private static Taken taken(Receipt receipt) {
    return receipt.match(
        created -> new Taken(created.contact(), false),
        known -> new Taken(known.contact(), true),
        reused -> new Taken(null, true),
        refused -> new Taken(null, true));
  }

  private Future<Acceptance> takeUnreadable(
      ChannelAdapter adapter, ParseResult.Unreadable unreadable, byte[] raw) {
    EndpointConfig endpoint = adapter.endpoint();
    String digest = digest(raw);
    String words = Legible.of(raw);
    Channel configured = endpoint.channel();
    Channel channel = configured != null ? configured : firstOf(adapter);
    Arrival arrival =
        new Arrival(
            source(endpoint),
            "unreadable:" + digest,
            digest,
            channel,
            null,
            null,
            null,
            null,
            words.isEmpty() ? null : words,
            null,
            null,
            Map.of(InboundContact.UNREADABLE, unreadable.why()),
            null,
            false,
            false,
            true,
            null,
            null,
            ContactKind.INBOUND,
            null);
    return receive(endpoint, arrival).map(taken -> acceptance(List.of(taken)));
  }

  /** One that is written on where the adapter has one: there is no call to take. */
  private static Channel firstOf(ChannelAdapter adapter) {
    for (Channel channel : Channel.values()) {
      if (adapter.channels().contains(channel) && channel != Channel.PHONE) {
        return channel;
      }
    }
    return adapter.channels().contains(Channel.PHONE) ? Channel.PHONE : Channel.CHAT;
  }

  private void callBack(@Nullable HttpCall call) {
    if (call != null) {
      sender
          .send(call)
          .onFailure(
              e ->
                  LOG.atWarn()
                      .addKeyValue("cause", e.getClass().getSimpleName())
                      .log("a platform's call-back failed"));
    }
  }

  private static Acceptance acceptance(List<Taken> all) {
    List<String> ids = new ArrayList<>(all.size());
    ContactView first = null;
    boolean replayed = true;
    for (Taken taken : all) {
      ContactView contact = taken.contact();
      if (contact != null) {
        ids.add(contact.id().value());
        first = first == null ? contact : first;
      }
      replayed &= taken.known();
    }
    if (first == null) {
      return Acceptance.stored();
    }
    ContactState state = first.state();
    boolean waiting =
        !first.leaving()
            && (state == ContactState.RECEIVED
                || state == ContactState.WAITING
                || state == ContactState.OFFERED);
    Long wait = first.estimatedWaitSeconds();
    Integer position = first.position();
    return new Acceptance(
        ids,
        waiting,
        position == null ? 0 : position,
        wait == null ? null : Duration.ofSeconds(wait),
        first.language(),
        replayed);
  }

  static String source(EndpointConfig endpoint) {
    return Arrival.ofEndpoint(endpoint.id().value());
  }

  static Arrival arrival(EndpointConfig endpoint, InboundContact c) {
    boolean textPending = isUnread(c);
    Map<String, String> attributes = bounded(c.attributes());
    String digest = bodyDigest(c, attributes);
    String person = c.personId();
    return new Arrival(
        source(endpoint),
        key(c),
        digest,
        c.channel(),
        c.from(),
        c.to(),
        c.conversationId(),
        c.subject(),
        c.text(),
        language(c.language()),
        person != null && PersonId.isValid(person) ? new PersonId(person) : null,
        attributes,
        c.fromName(),
        false,
        textPending,
        attributes.containsKey(InboundContact.UNREADABLE),
        c.reply() == null ? null : c.reply().values(),
        c.call() == null ? null : c.call().values(),
        ContactKind.INBOUND,
        null);
  }

  /**
   * Whether what the person says is in the files: no words beside them, as in a mail whose body is
   * empty, or a fax, where words beside the pages are the fax service's.
   */
  public static boolean isUnread(InboundContact c) {
    return (c.text() == null || c.text().isBlank() || c.channel() == Channel.FAX)
        && c.call() == null
        && !c.attachments().isEmpty();
  }

  /**
   * A live call is the same person whatever else is told of it later, such as when calls are looked
   * up after a lost connection; so is a message that is told of before it is got.
   */
  private static String bodyDigest(InboundContact c, Map<String, String> attributes) {
    if (c.call() != null || attributes.containsKey(InboundContact.FETCH)) {
      return ArrivalDecoder.digest(c.externalId());
    }
    return ArrivalDecoder.digest(
        c.externalId(),
        c.channel().name(),
        c.from() == null ? null : c.from().value(),
        c.to() == null ? null : c.to().value(),
        c.conversationId(),
        c.subject(),
        c.text(),
        attributes.isEmpty() ? null : new TreeMap<>(attributes).toString());
  }

  private static Map<String, String> bounded(Map<String, String> attributes) {
    boolean fits =
        attributes.size() <= MAX_ATTRIBUTES
            && attributes.entrySet().stream()
                .allMatch(
                    e -> e.getKey().length() <= MAX_NAME && e.getValue().length() <= MAX_VALUE);
    if (fits) {
      return attributes;
    }
    Map<String, String> result = new HashMap<>();
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              if (result.size() < MAX_ATTRIBUTES && name.length() <= MAX_NAME) {
                result.put(
                    name, value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE));
              }
            });
    return result;
  }

  /** A live call is known by its own id, which every later report of it carries. */
  private static String key(InboundContact c) {
    return c.call() == null ? c.idempotencyKey() : c.externalId();
  }

  /** The language of a BCP 47 tag when it has two letters; null otherwise. */
  private static @Nullable String language(@Nullable String tag) {
    if (tag == null) {
      return null;
    }
    String primary = tag.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
    return primary.matches("[a-z]{2}") ? primary : null;
  }

  private static Arrival withKey(Arrival a, String key) {
    return new Arrival(
        a.source(),
        key,
        a.bodyDigest(),
        a.channel(),
        a.from(),
        a.to(),
        a.conversation(),
        a.subject(),
        a.text(),
        a.language(),
        a.person(),
        a.attributes(),
        a.personName(),
        a.distressDigit(),
        a.textPending(),
        a.unreadable(),
        a.reply(),
        a.call(),
        a.kind(),
        a.dueAt());
  }
}
