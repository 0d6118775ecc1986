package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactId;
import dev.haven.contact.KeyedDigest;
import dev.haven.time.IdSource;
import java.util.Locale;

/**
 * Gives contacts their names. A contact whose sender gave an idempotency key is named after it,
 * under a secret key: a repeat on any node finds the contact by its own name, with nothing else to
 * keep or to remove. Used on one event loop.
 */
final class Identity {
  private final KeyedDigest digest;
  private final IdSource ids;

  Identity(KeyedDigest digest, IdSource ids) {
    this.digest = digest;
    this.ids = ids;
  }

  ContactId of(WorkspaceId workspace, Arrival arrival) {
    return arrival.key() == null
        ? new ContactId(ids.next())
        : ofKey(workspace, arrival.source(), arrival.key());
  }

  ContactId ofKey(WorkspaceId workspace, String source, String key) {
    return new ContactId(digest.of("key", workspace.value(), source, key));
  }

  /** Empty when the event stands alone. */
  String conversation(WorkspaceId workspace, Arrival arrival) {
    return arrival.conversation() == null
        ? ""
        : conversation(workspace, arrival.source(), arrival.conversation());
  }

  String conversation(WorkspaceId workspace, String source, String conversation) {
    return digest.of("conversation", workspace.value(), source, conversation);
  }

  /** Names whoever answers at an address; never a person, whose ids have no @. */
  String address(WorkspaceId workspace, String address) {
    return "@" + digest.of("address", workspace.value(), address.strip().toLowerCase(Locale.ROOT));
  }

  /** Tells a message that comes again from another one with the same key. */
  String message(WorkspaceId workspace, ContactId contact, String text) {
    return digest.of("message", workspace.value(), contact.value(), text);
  }

  /** Names a message that a platform took, by the id it gave it. */
  String receipt(WorkspaceId workspace, String source, String externalId) {
    return digest.of("receipt", workspace.value(), source, externalId);
  }

  /**
   * Who did something, as the journal may hold it: the subject where it is harmless text, else a
   * digest of it.
   */
  String actor(String subject) {
    return subject.matches("[A-Za-z0-9._:-]{1,64}") ? subject : digest.of("actor", subject);
  }

  /** Why a person decided, as the journal may hold it: a code, or a digest of their words. */
  String reason(WorkspaceId workspace, String given) {
    return given.matches("[a-z][a-z0-9_.-]{0,63}")
        ? given
        : digest.of("reason", workspace.value(), given);
  }
}
