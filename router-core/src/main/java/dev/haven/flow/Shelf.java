package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the pipeline keeps beside the transitions: plain reads and writes that need no atomicity
 * with anything else.
 */
public interface Shelf {
  /** Lanes and profiles by number, in order, with the version they are of. */
  record Definitions(long version, List<String> lanes, List<String> profiles) {}

  /**
   * Checks the layout's version, and sets it in a new workspace; fails when another version is
   * there.
   */
  Future<Void> checkSchema(WorkspaceId workspace);

  Future<Definitions> definitions(WorkspaceId workspace);

  Future<Optional<String>> person(WorkspaceId workspace, String person);

  /** When a person came and went unserved of late; empty when they did not. */
  Future<String> tries(WorkspaceId workspace, String person);

  /** The open contact of a conversation, by the conversation's digest. */
  Future<Optional<String>> conversation(WorkspaceId workspace, String conversation);

  /** What a person or an address agreed to, by purpose: g or w, then since when in ms. */
  Future<Map<String, String>> consents(WorkspaceId workspace, String subject);

  Future<Void> putPerson(WorkspaceId workspace, String person, String sealed);

  /** A navigator's description, as {@code upsert_navigator} kept it. */
  Future<Optional<String>> navigator(WorkspaceId workspace, String navigator);

  Future<Map<String, String>> navigators(WorkspaceId workspace);

  /**
   * The journal's lines at those positions of the stream, oldest first; positions that were
   * archived are left out.
   */
  Future<List<String>> journalAt(WorkspaceId workspace, List<String> positions);

  /** Keeps a one-time secret for a time; only its digest is kept. */
  Future<Void> keepTicket(WorkspaceId workspace, String digest, String owner, long seconds);

  /** Takes a one-time secret: the second taker gets nothing. */
  Future<Optional<String>> takeTicket(WorkspaceId workspace, String digest);

  /**
   * Keeps a value under the digest of a token unless there is one, and returns the one there was.
   */
  Future<Optional<String>> useToken(
      WorkspaceId workspace, String digest, String value, long seconds);

  /** Says who holds a chat now; forgotten after that time. */
  Future<Void> keepHolder(WorkspaceId workspace, String chat, String holder, long seconds);

  Future<Optional<String>> holder(WorkspaceId workspace, String chat);

  /**
   * Keeps that a call is live; forgotten a day after the last one.
   *
   * @param call as the platform names it
   */
  Future<Void> keepCall(WorkspaceId workspace, String endpoint, String call);

  Future<Void> dropCall(WorkspaceId workspace, String endpoint, String call);

  Future<Set<String>> calls(WorkspaceId workspace, String endpoint);

  /**
   * Keeps what a node counted today and answers what every node did, by node.
   *
   * @param own empty when nothing has changed
   */
  Future<Map<String, String>> shareFigures(WorkspaceId workspace, String node, String own);

  /** Forgets what those nodes counted. */
  Future<Void> forgetFigures(WorkspaceId workspace, List<String> nodes);

  Future<Void> publish(WorkspaceId workspace, String listener, String message);

  /** Tells the notice's node what is for one of its desktops. */
  Future<Void> publish(WorkspaceId workspace, Notice notice);
}
