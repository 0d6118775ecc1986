package dev.haven.server.desktop;

import dev.haven.contact.ContactId;
import dev.haven.flow.CommandResult;
import dev.haven.flow.DesktopSession;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import dev.haven.server.http.Codes;
import dev.haven.server.http.Fields;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a desktop may ask of its session, by the frame's type. Each reads its data whole before
 * anything happens; bad data throws and changes nothing.
 */
final class Commands {
  /**
   * Fits into a frame of 16 kB as UTF-8, whose units of UTF-16 have three bytes at most: ordinary
   * libraries send a message in one.
   */
  static final int MAX_TEXT = 5_000;

  private static final int MAX_ID = 128;
  private static final int MAX_REASON = 1_000;
  private static final int NAMING_ID = 32;
  private static final int MOST_MEMBERS = 8;

  /** Reads its data and says what is to be done with the session. */
  @FunctionalInterface
  interface Command {
    Function<DesktopSession, Future<CommandResult>> read(Fields data);
  }

  private static final Map<String, Command> ALL =
      Map.ofEntries(
          Map.entry("activity.set", Commands::setActivity),
          Map.entry("offer.accept", data -> onOffer(data, DesktopSession::accept)),
          Map.entry("offer.reject", Commands::reject),
          Map.entry("engagement.hold", data -> onEngagement(data, DesktopSession::hold)),
          Map.entry("engagement.mute", data -> onEngagement(data, DesktopSession::mute)),
          Map.entry("engagement.resume", data -> onEngagement(data, DesktopSession::resume)),
          Map.entry("engagement.park", data -> onEngagement(data, DesktopSession::park)),
          Map.entry("engagement.finish", data -> onEngagement(data, DesktopSession::finish)),
          Map.entry("engagement.transfer", Commands::transfer),
          Map.entry("supervisor.acknowledge", Commands::acknowledge),
          Map.entry("engagement.consult", Commands::consult),
          Map.entry(
              "engagement.conference", data -> onEngagement(data, DesktopSession::conference)),
          Map.entry("engagement.take_back", data -> onEngagement(data, DesktopSession::takeBack)),
          Map.entry("engagement.interpreter", Commands::interpreter),
          Map.entry("engagement.complete", Commands::complete));

  private Commands() {}

  /**
   * The command of that type; null when there is none.
   *
   * @param id of the frame that asks
   */
  static @Nullable Command of(String type, String id) {
    return type.equals("engagement.message") ? data -> message(data, id) : ALL.get(type);
  }

  /** Something asked of one offer or engagement. */
  @FunctionalInterface
  private interface ById {
    Future<CommandResult> apply(DesktopSession session, OfferId id);
  }

  private static Function<DesktopSession, Future<CommandResult>> setActivity(Fields data) {
    String activity = Codes.required(data, "activity");
    data.done();
    return session -> session.setActivity(activity);
  }

  private static Function<DesktopSession, Future<CommandResult>> onOffer(Fields data, ById then) {
    String id = data.required("offerId", MAX_ID);
    data.done();
    return with(id, "offer-not-found", then);
  }

  private static Function<DesktopSession, Future<CommandResult>> onEngagement(
      Fields data, ById then) {
    String id = data.required("engagementId", MAX_ID);
    data.done();
    return with(id, "engagement-not-found", then);
  }

  private static Function<DesktopSession, Future<CommandResult>> reject(Fields data) {
    String id = data.required("offerId", MAX_ID);
    String reason =
        data.has("reason") ? Codes.or(data, "reason", MAX_REASON, "other") : "unspecified";
    data.done();
    return with(id, "offer-not-found", (session, offer) -> session.reject(offer, reason));
  }

  /**
   * Words must not be said twice when a desktop comes back and repeats what was not answered: an id
   * that is long enough to be nobody else's names the message. Desktops that count up from 1 give
   * their messages no name.
   */
  private static Function<DesktopSession, Future<CommandResult>> message(
      Fields data, String frameId) {
    String id = data.required("engagementId", MAX_ID);
    String text = data.said("text", MAX_TEXT);
    String to =
        data.text("to", t -> t.equals("person") || t.equals("navigator"), "person or navigator");
    data.done();
    String key = frameId.length() < NAMING_ID ? null : digest(id + '\n' + frameId);
    return with(
        id,
        "engagement-not-found",
        (session, e) ->
            "navigator".equals(to) ? session.note(e, text, key) : session.message(e, text, key));
  }

  private static Function<DesktopSession, Future<CommandResult>> transfer(Fields data) {
    String id = data.required("engagementId", MAX_ID);
    To to = to(data, true);
    String mode = data.text("mode", m -> m.equals("warm") || m.equals("cold"), "warm or cold");
    boolean warm = "warm".equals(mode);
    String outside = to.outside();
    if (outside != null && warm) {
      data.fault("mode", "form", "is cold for a number outside");
    }
    data.done();
    return with(
        id,
        "engagement-not-found",
        (session, e) ->
            outside != null
                ? session.sendOutside(e, outside)
                : session.transfer(e, to.navigator(), to.queue(), warm));
  }

  private static Function<DesktopSession, Future<CommandResult>> consult(Fields data) {
    String id = data.required("engagementId", MAX_ID);
    To to = to(data, false);
    data.done();
    return with(
        id, "engagement-not-found", (session, e) -> session.consult(e, to.navigator(), to.queue()));
  }

  private static Function<DesktopSession, Future<CommandResult>> interpreter(Fields data) {
    String id = data.required("engagementId", MAX_ID);
    String language =
        data.text("language", code -> code.matches("[a-z]{2,3}"), "an ISO 639 code such as fr");
    data.done();
    return with(
        id,
        "engagement-not-found",
        (session, e) -> session.callInterpreter(e, language == null ? "" : language));
  }

  /** All but one are null. */
  private record To(@Nullable String navigator, @Nullable String queue, @Nullable String outside) {}

  private static To to(Fields data, boolean mayLeave) {
    Fields to = data.object("to");
    String navigator =
        to == null ? null : to.text("navigator", NavigatorId::isValid, "a navigator's id");
    String queue = to == null ? null : named(to, "queue");
    String outside = to == null || !mayLeave ? null : named(to, "outside");
    if (to != null) {
      to.close();
    }
    if (Stream.of(navigator, queue, outside).filter(Objects::nonNull).count() != 1) {
      data.fault(
          "to",
          "form",
          mayLeave
              ? "names exactly one navigator, queue or number outside"
              : "names exactly one navigator or queue");
    }
    return new To(navigator, queue, outside);
  }

  /** Null when it is missing; a name without a character would be nobody. */
  private static @Nullable String named(Fields to, String name) {
    return to.has(name) ? to.said(name, MAX_ID) : null;
  }

  private static Function<DesktopSession, Future<CommandResult>> acknowledge(Fields data) {
    String id = data.required("contactId", MAX_ID);
    data.done();
    return session ->
        ContactId.isValid(id)
            ? session.acknowledge(new ContactId(id))
            : Future.succeededFuture(
                CommandResult.refused("contact-not-found", "There is no such contact."));
  }

  private static Function<DesktopSession, Future<CommandResult>> complete(Fields data) {
    String id = data.required("engagementId", MAX_ID);
    String disposition = Codes.required(data, "disposition");
    String notes = data.text("notes", MAX_TEXT);
    List<ContactId> members =
        data.texts("members", MOST_MEMBERS, ContactId::isValid, "a contact's id").stream()
            .map(ContactId::new)
            .toList();
    data.done();
    return with(
        id,
        "engagement-not-found",
        (session, e) -> session.complete(e, disposition, notes == null ? "" : notes, members));
  }

  private static String digest(String name) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Function<DesktopSession, Future<CommandResult>> with(
      String id, String codeWhenUnknown, ById then) {
    if (!OfferId.isValid(id)) {
      return session ->
          Future.succeededFuture(
              CommandResult.refused(codeWhenUnknown, "There is none of that id for you."));
    }
    OfferId offer = new OfferId(id);
    return session -> then.apply(session, offer);
  }
}
