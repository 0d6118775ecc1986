package dev.haven.flow;

import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends words the way a person wrote to us: a navigator's, and the site's automatic first ones. One
 * after the other for each contact, as posts side by side could overtake each other. A navigator's
 * that failed holds up those after it until it is sent or given up: what holds is in the store, and
 * here until the store has heard of it. On one event loop.
 */
final class WordCommands {
  private final Outbound.Doors doors;
  private final Words words;
  private final Outside outside;
  private final Identity identity;

  /** The last message under way, or failed and not yet known to the store, by contact. */
  private final Map<String, Future<CommandEnd>> underWay = new HashMap<>();

  WordCommands(Outbound.Doors doors, Words words, Outside outside, Identity identity) {
    this.doors = doors;
    this.words = words;
    this.outside = outside;
    this.identity = identity;
  }

  /**
   * Sends a navigator's line.
   *
   * @param line sealed
   */
  Future<CommandEnd> send(
      WorkspaceId workspace, String command, String line, ContactReader.Record contact) {
    if (!contact.held().isEmpty() && !contact.held().get(0).equals(command)) {
      return Future.succeededFuture(CommandEnd.BEHIND);
    }
    String text = words.line(workspace, contact.facts().id().value(), line).text();
    return send(workspace, command, text, contact, false);
  }

  /** Says the site's own words to a person in distress whom nobody has taken yet. */
  Future<CommandEnd> answerFirst(
      WorkspaceId workspace, String command, ContactReader.Record contact) {
    String text = outside.firstAnswer(contact.facts().language());
    return text.isEmpty()
        ? Future.succeededFuture(new CommandEnd("no_text"))
        : send(workspace, command, text, contact, true);
  }

  private Future<CommandEnd> send(
      WorkspaceId workspace,
      String command,
      String text,
      ContactReader.Record contact,
      boolean automatic) {
    String source = contact.facts().source();
    Optional<ReplyPort> port = doors.of(workspace, source).map(ChannelAdapter::replies);
    Map<String, String> reply = contact.reply();
    if (port.isEmpty() || reply == null) {
      return Future.succeededFuture(new CommandEnd("no_way_back"));
    }
    String id = contact.facts().id().value();
    OutboundMessage message = new OutboundMessage(text, contact.dossier().subject(), id, automatic);
    return inTurn(
        place(workspace, id),
        () -> post(workspace, source, port.get(), new ReplyHandle(reply), message, command));
  }

  /** The store has heard that one of the contact's failed: whoever reads the contact sees it. */
  void heard(WorkspaceId workspace, String contact) {
    underWay.computeIfPresent(
        place(workspace, contact), (key, last) -> last.isComplete() ? null : last);
  }

  private Future<CommandEnd> inTurn(String contact, Supplier<Future<CommandEnd>> posting) {
    Future<CommandEnd> before = underWay.get(contact);
    Future<CommandEnd> posted =
        before == null
            ? posting.get()
            : before.transform(
                over ->
                    over.succeeded() && over.result() != CommandEnd.BEHIND
                        ? posting.get()
                        : Future.succeededFuture(CommandEnd.BEHIND));
    underWay.put(contact, posted);
    return posted.onSuccess(
        end -> {
          if (end != CommandEnd.BEHIND) {
            underWay.remove(contact, posted);
          }
        });
  }

  private static String place(WorkspaceId workspace, String contact) {
    return workspace.value() + ' ' + contact;
  }

  private Future<CommandEnd> post(
      WorkspaceId workspace,
      String source,
      ReplyPort port,
      ReplyHandle reply,
      OutboundMessage message,
      String command) {
    return port.send(reply, message, command)
        .map(
            receipt -> {
              String id = receipt.externalId();
              if (receipt.refusal() != null) {
                return new CommandEnd("refused");
              }
              return new CommandEnd(
                  "sent", id == null ? "" : identity.receipt(workspace, source, id));
            });
  }
}
