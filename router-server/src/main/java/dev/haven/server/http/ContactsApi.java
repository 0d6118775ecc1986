package dev.haven.server.http;

import dev.haven.channel.Channel;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactKind;
import dev.haven.flow.Cadence;
import dev.haven.flow.CommandResult;
import dev.haven.flow.ContactView;
import dev.haven.flow.Contacts;
import dev.haven.flow.Receipt;
import dev.haven.navigator.NavigatorId;
import dev.haven.server.http.JsonOut.Json;
import dev.haven.time.RouterClock;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * REST operations on contacts. An integrator sees what it created, a navigator what is offered to
 * or engaged by them, a supervisor all; what one may not see is not there: 404.
 */
public final class ContactsApi {
  /** A sentence or two; they are kept as the contact's words are, the journal has a digest. */
  private static final int MAX_REASON = 1_000;

  private static final Predicate<String> PURPOSE =
      Pattern.compile("[a-z][a-z0-9_]{0,31}").asMatchPredicate();
  private static final int MAX_TEXT = 262_144;

  private static final String TOO_LATE = "must not be more than a day past";

  /** What was due no longer ago is merely late, such as a callback asked for during an outage. */
  private static final Duration LATE = Duration.ofDays(1);

  /** What is due later is a slip of the pen, and nobody would ever be called. */
  private static final Duration FAR = Duration.ofDays(731);

  private final Contacts contacts;
  private final Hold hold;
  private final int maxBodyBytes;
  private final Attachments attachments;
  private final RouterClock clock;

  public ContactsApi(
      Contacts contacts, Hold hold, int maxBodyBytes, Attachments attachments, RouterClock clock) {
    this.contacts = contacts;
    this.hold = hold;
    this.maxBodyBytes = maxBodyBytes;
    this.attachments = attachments;
    this.clock = clock;
  }

  void create(Exchange x, Identity who, String none) {
    receive(x, who, in -> ContactKind.INBOUND);
  }

  void createCallback(Exchange x, Identity who, String none) {
    receive(x, who, ContactsApi::owed);
  }

  /** Outreach for a purpose rests on the person's consent, and is tried as its cadence says. */
  void createOutreach(Exchange x, Identity who, String none) {
    String headerKey = x.header("idempotency-key");
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          Cadence cadence = cadence(in);
          Arrival arrival =
              ArrivalDecoder.decode(
                  in,
                  sourceOf(who),
                  headerKey,
                  ContactKind.OUTREACH,
                  cadence.purpose().isEmpty() ? null : cadence.toString());
          if (!cadence.purpose().isEmpty() && arrival.person() == null) {
            throw new ProblemException(
                Trouble.SCHEMA, "/personId is missing: a purpose rests on a person's consent.");
          }
          take(x, who, headerKey, arrival, () -> contacts.reach(who.workspace(), arrival, cadence));
        });
  }

  private static Cadence cadence(Fields in) {
    String purpose = in.text("purpose", PURPOSE, "a lower-case word");
    Fields tries = in.object("attempts");
    if (tries == null) {
      return new Cadence(
          purpose == null ? "" : purpose,
          1,
          Duration.ofHours(1),
          List.of(),
          false,
          purpose != null);
    }
    Long most = tries.whole("most", 1, Cadence.MOST_ATTEMPTS);
    Long spacing = tries.whole("spacingMinutes", 1, 43_200);
    List<Channel> channels = new ArrayList<>();
    tries
        .texts(
            "channels",
            5,
            name -> Channel.ofWireName(name).isPresent(),
            "one of " + ArrivalDecoder.CHANNELS)
        .forEach(name -> Channel.ofWireName(name).ifPresent(channels::add));
    Boolean voicemailEnds = tries.flag("voicemailEnds");
    tries.close();
    return new Cadence(
        purpose == null ? "" : purpose,
        most == null ? 1 : most.intValue(),
        Duration.ofMinutes(spacing == null ? 60 : spacing),
        channels,
        voicemailEnds != null && voicemailEnds,
        purpose != null);
  }

  private static ContactKind owed(Fields in) {
    String followUp = ContactKind.FOLLOW_UP.wireName();
    String callback = ContactKind.CALLBACK.wireName();
    String kind =
        in.text(
            "kind",
            k -> k.equals(callback) || k.equals(followUp),
            "one of " + callback + ", " + followUp);
    return followUp.equals(kind) ? ContactKind.FOLLOW_UP : ContactKind.CALLBACK;
  }

  private void receive(Exchange x, Identity who, Function<Fields, ContactKind> kind) {
    String headerKey = x.header("idempotency-key");
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          Arrival arrival =
              ArrivalDecoder.decode(in, sourceOf(who), headerKey, kind.apply(in), null);
          take(x, who, headerKey, arrival, () -> contacts.receive(who.workspace(), arrival));
        });
  }

  /**
   * The place in the order is that of the due time: one long past would go before everybody of its
   * tier. A repeat of what was in time is answered as before, however late it comes. What is due in
   * more than two years is refused whether it is a repeat or not: nothing that was in time is.
   */
  private void take(
      Exchange x,
      Identity who,
      @Nullable String headerKey,
      Arrival arrival,
      Supplier<Future<Receipt>> receive) {
    if (headerKey != null) {
      x.request().response().putHeader("idempotency-key", headerKey);
    }
    Instant due = arrival.dueAt();
    if (due != null && due.isAfter(clock.now().plus(FAR))) {
      throw outOfRange("must not be more than two years ahead");
    }
    if (due == null || !due.isBefore(clock.now().minus(LATE))) {
      take(x, arrival, receive);
    } else if (arrival.key() == null) {
      throw outOfRange(TOO_LATE);
    } else {
      RestDoor.then(
          x,
          hold.until(() -> contacts.isKnown(who.workspace(), arrival)),
          known -> {
            if (!known) {
              throw outOfRange(TOO_LATE);
            }
            take(x, arrival, receive);
          });
    }
  }

  private void take(Exchange x, Arrival arrival, Supplier<Future<Receipt>> receive) {
    Future<Receipt> receipt = arrival.key() == null ? receive.get() : hold.until(receive);
    RestDoor.then(x, receipt, r -> answer(x, r));
  }

  private static ProblemException outOfRange(String detail) {
    return new ProblemException(
        Trouble.SCHEMA,
        "/dueAt " + detail + ".",
        List.of(new ProblemException.Fault("/dueAt", "out-of-range", detail)));
  }

  private static void answer(Exchange x, Receipt receipt) {
    Runnable answered =
        receipt.match(
            created ->
                () -> {
                  x.request()
                      .response()
                      .putHeader("location", "/api/v1/contacts/" + created.contact().id());
                  x.json(201, out -> ContactJson.contact(out, created.contact()));
                },
            known ->
                () -> {
                  x.request().response().putHeader("idempotent-replayed", "true");
                  x.json(200, out -> ContactJson.contact(out, known.contact()));
                },
            reused ->
                () ->
                    x.problem(
                        Trouble.IDEMPOTENCY_KEY_REUSED,
                        "This key came before with another body; nothing changed."),
            refused ->
                () ->
                    x.problem(
                        409,
                        "Nobody is reached without consent",
                        "no-consent",
                        "The person gave no consent for this purpose, or withdrew it.",
                        List.of()));
    answered.run();
  }

  void get(Exchange x, Identity who, String id) {
    show(
        x,
        who,
        id,
        contact -> attachments.list(who.workspace(), contact.id()),
        (contact, files) -> out -> ContactJson.contact(out, contact, files));
  }

  void timeline(Exchange x, Identity who, String id) {
    show(
        x,
        who,
        id,
        contact -> contacts.timeline(who.workspace(), contact.id()),
        (contact, entries) -> out -> ContactJson.timeline(out, entries));
  }

  void conversation(Exchange x, Identity who, String id) {
    show(
        x,
        who,
        id,
        contact ->
            read(
                who,
                contact,
                "conversation",
                () -> contacts.conversation(who.workspace(), contact.id())),
        (contact, said) -> out -> ContactJson.conversation(out, said));
  }

  void attachments(Exchange x, Identity who, String id) {
    show(
        x,
        who,
        id,
        contact -> attachments.list(who.workspace(), contact.id()),
        (contact, files) -> out -> ContactJson.attachments(out, files));
  }

  /** A file goes out as a download that no browser runs or guesses about. */
  void attachment(Exchange x, Identity who, String id) {
    String path = String.valueOf(x.request().path());
    String n = path.substring(path.lastIndexOf('/') + 1);
    visible(
        x,
        who,
        id,
        contact ->
            RestDoor.then(
                x,
                read(
                    who,
                    contact,
                    "attachment",
                    () -> attachments.read(who.workspace(), contact.id(), n)),
                found -> found.ifPresentOrElse(file -> download(x, file), () -> notThere(x))));
  }

  /** Who reads what a person said or sent stands in the journal before they have it. */
  private <T> Future<T> read(
      Identity who, ContactView contact, String what, Supplier<Future<T>> reading) {
    return contacts
        .noteReading(who.workspace(), contact.id(), who.subject(), what)
        .compose(noted -> reading.get());
  }

  private static void download(Exchange x, Attachments.Content file) {
    String name = file.about().name();
    String encoded =
        URLEncoder.encode(name == null ? file.about().n() : name, StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("*", "%2A");
    x.request()
        .response()
        .putHeader("content-disposition", "attachment; filename*=UTF-8''" + encoded)
        .putHeader("content-security-policy", "default-src 'none'; sandbox")
        .putHeader("cross-origin-resource-policy", "same-origin");
    x.send(200, file.about().contentType(), Buffer.buffer(file.bytes()));
  }

  void explain(Exchange x, Identity who, String id) {
    visible(
        x,
        who,
        id,
        contact ->
            RestDoor.then(
                x,
                contacts.explain(who.workspace(), contact.id(), language(x)),
                found ->
                    found.ifPresentOrElse(
                        why ->
                            x.json(
                                200,
                                out ->
                                    ContactJson.explanation(
                                        out, why, who.role() == Role.SUPERVISOR)),
                        () -> notThere(x))));
  }

  /** Spanish when it is asked for before English; English otherwise. */
  private static String language(Exchange x) {
    String accepted = x.header("accept-language");
    if (accepted == null) {
      return "en";
    }
    for (String range : accepted.toLowerCase(Locale.ROOT).split(",", 16)) {
      String tag = range.strip();
      if (tag.startsWith("es")) {
        return "es";
      }
      if (tag.startsWith("en")) {
        return "en";
      }
    }
    return "en";
  }

  void addMessage(Exchange x, Identity who, String id) {
    String headerKey = x.header("idempotency-key");
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          String text = in.required("text", MAX_TEXT);
          String key = ArrivalDecoder.key(in, headerKey);
          in.done();
          change(
              x,
              who,
              id,
              contact ->
                  contacts.addMessage(
                      who.workspace(), contact.id(), sourceOf(who), key, text, null));
        });
  }

  void overrideUrgency(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          Tier tier =
              in.required(
                  "tier", Tier.ROUTINE, name -> Tier.ofWireName(name).orElse(null), tiers());
          String reason = in.said("reason", MAX_REASON);
          in.done();
          change(
              x,
              who,
              id,
              contact ->
                  contacts.overrideUrgency(
                      who.workspace(), contact.id(), tier, reason, who.subject()));
        });
  }

  void acknowledgeEscalation(Exchange x, Identity who, String id) {
    change(
        x,
        who,
        id,
        contact -> contacts.acknowledgeEscalation(who.workspace(), contact.id(), who.subject()));
  }

  void assign(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          String navigator = in.required("navigatorId", NavigatorId::isValid, "a navigator's id");
          in.done();
          change(
              x,
              who,
              id,
              contact ->
                  contacts.assign(
                      who.workspace(), contact.id(), new NavigatorId(navigator), who.subject()));
        });
  }

  /** The words of somebody one does not serve: for a reason, which the journal keeps. */
  void readWords(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          String reason = Codes.required(in, "reason");
          in.done();
          visible(
              x,
              who,
              id,
              contact ->
                  RestDoor.then(
                      x,
                      contacts.readWords(who.workspace(), contact.id(), who.subject(), reason),
                      words ->
                          words.ifPresentOrElse(
                              lines -> x.json(200, out -> ContactJson.words(out, lines)),
                              () -> notThere(x))));
        });
  }

  /** The body may be left out. */
  void abandon(Exchange x, Identity who, String id) {
    String length = x.header("content-length");
    boolean empty = (length == null || "0".equals(length)) && x.header("transfer-encoding") == null;
    Consumer<Fields> read =
        in -> {
          String cause = Codes.optional(in, "cause");
          in.done();
          change(
              x,
              who,
              id,
              contact ->
                  contacts.abandon(who.workspace(), contact.id(), cause == null ? "left" : cause));
        };
    if (empty) {
      read.accept(new Fields(Map.of()));
    } else {
      RestDoor.withBody(x, maxBodyBytes, read);
    }
  }

  private void change(
      Exchange x, Identity who, String id, Function<ContactView, Future<CommandResult>> command) {
    visible(
        x,
        who,
        id,
        contact ->
            RestDoor.then(
                x,
                command.apply(contact),
                result -> {
                  if (result instanceof CommandResult.Refused refused) {
                    refused(x, refused);
                  } else {
                    visible(x, who, id, now -> x.json(200, out -> ContactJson.contact(out, now)));
                  }
                }));
  }

  /** Looks something up of a contact that they may see, and shows it. */
  private <T> void show(
      Exchange x,
      Identity who,
      String id,
      Function<ContactView, Future<T>> lookUp,
      BiFunction<ContactView, T, Json> shown) {
    visible(
        x,
        who,
        id,
        contact ->
            RestDoor.then(
                x, lookUp.apply(contact), found -> x.json(200, shown.apply(contact, found))));
  }

  /** Finds the contact for somebody who may see it; otherwise answers 404. */
  void visible(Exchange x, Identity who, String id, Consumer<ContactView> then) {
    if (!ContactId.isValid(id)) {
      notThere(x);
      return;
    }
    Future<Optional<ContactView>> found = contacts.find(who.workspace(), new ContactId(id));
    RestDoor.then(
        x,
        found,
        contact -> {
          if (contact.isPresent() && maySee(who, contact.get())) {
            then.accept(contact.get());
          } else {
            notThere(x);
          }
        });
  }

  private static boolean maySee(Identity who, ContactView contact) {
    return switch (who.role()) {
      case INTEGRATOR -> contact.source().equals(sourceOf(who));
      case NAVIGATOR ->
          isThem(contact.navigator(), who)
              || contact.others().stream().anyMatch(other -> isThem(other, who));
      case SUPERVISOR -> true;
      case OPS -> false;
    };
  }

  private static boolean isThem(@Nullable NavigatorId navigator, Identity who) {
    return navigator != null && navigator.value().equals(who.subject());
  }

  static String sourceOf(Identity who) {
    return "token:" + who.subject();
  }

  static void refused(Exchange x, CommandResult.Refused refused) {
    if (refused.code().equals(CommandResult.KEY_REUSED)) {
      x.problem(Trouble.IDEMPOTENCY_KEY_REUSED, refused.detail());
      return;
    }
    int status = refused.code().endsWith("-not-found") ? 404 : 409;
    x.problem(status, "The command was refused", refused.code(), refused.detail(), List.of());
  }

  static void notThere(Exchange x) {
    x.problem(Trouble.NOT_FOUND, "There is no such thing, or it is not yours.");
  }

  private static String tiers() {
    StringBuilder names = new StringBuilder();
    for (Tier tier : Tier.values()) {
      names.append(names.isEmpty() ? "" : ", ").append(tier.wireName());
    }
    return names.toString();
  }
}
