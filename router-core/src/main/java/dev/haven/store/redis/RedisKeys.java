package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;

/**
 * Every key Haven has in Redis. All of a workspace's keys share the hash tag <code>{workspace}
 * </code>, so that they live in one slot and one script may touch them all. Scripts get {@link
 * #workspace} as KEYS[1] and derive the rest by the same names.
 *
 * <pre>
 * haven:{w}                        string  state of the workspace: clock, arrival and journal counters, see include/workspace.lua
 * haven:{w}:schema                 string  version of this layout
 * haven:{w}:contact:ID             string  a contact, packed, see include/contact.lua
 * haven:{w}:card:ID                string  sealed words, addresses and reasons of a contact
 * haven:{w}:words:ID               list    sealed messages after the first
 * haven:{w}:reply:ID               string  sealed, how to answer the person's last message
 * haven:{w}:delivery:ID            hash    how far messages of navigators are, which receipt is whose, and which stand to be tried again
 * haven:{w}:notes:ID               string  sealed notes of the wrap-up
 * haven:{w}:conversation:KEY       string  the newest contact of a conversation
 * haven:{w}:seen:ID                string  the contact that a message or command with this id belongs to, and a digest of the message
 * haven:{w}:early:RECEIPT          string  what a platform told of a message before its sending was written down, for five minutes
 * haven:{w}:seen-of:ID             list    the ids above, to remove them with the contact
 * haven:{w}:tries:PERSON           string  when a known person came or went unserved, see contact.tried; gone after a day
 * haven:{w}:lane:N                 zset    waiting contacts that ask for the same, by place
 * haven:{w}:heads                  zset    non-empty lanes, by the place of their first
 * haven:{w}:own:NAV                zset    contacts held for one navigator
 * haven:{w}:undrained              zset    strict contacts nobody drains for
 * haven:{w}:refused                zset    strict waiting contacts with exclusions
 * haven:{w}:ready:P:N:S:C          zset    free navigators of profile P with room mask N (strict: S) and tier ceiling C, by load and idle time
 * haven:{w}:ready                  zset    ready sets, by a score that is never above their first's; some may be empty
 * haven:{w}:duty:P                 zset    navigators of a profile on duty
 * haven:{w}:navigator:NAV          string  a navigator's state, packed, see include/navigator.lua
 * haven:{w}:roster                 hash    navigator to description
 * haven:{w}:people                 hash    person to sealed description
 * haven:{w}:catalogue              hash    version, lanes, profiles: how many
 * haven:{w}:lanes, :profiles       hash    definition to number
 * haven:{w}:fits:l:N, :fits:p:N    string  who may serve a lane, what a profile may serve; one character each
 * haven:{w}:deadlines              zset    what is due when, ms
 * haven:{w}:reports                zset    adverse-event reports that are neither handed off nor dismissed, by when the hand-off is due, ms
 * haven:{w}:kept                   zset    closed contacts, by when they are removed, ms
 * haven:{w}:commands               zset    outside effects under way, ms of the next try
 * haven:{w}:command:ID             hash    one of them
 * haven:{w}:nodes                  zset    router nodes by last sign of life
 * haven:{w}:node:NODE              zset    navigators whose desktops a node holds, by session
 * haven:{w}:journal                stream  every transition; trimmed once archived
 * haven:{w}:lease:NAME             string  who does something that one node does, and until when
 * haven:{w}:archiver               string  lease of the node that archives
 * haven:{w}:unlisted               set     what was written since the open checkpoint listed it, see include/checkpoint.lua
 * haven:{w}:archived               string  last line of the journal that stands in a segment
 * haven:{w}:emergencies            hash    queue in an emergency to since when, ms
 * haven:{w}:pauses                 hash    paused queue to since when, ms
 * haven:{w}:paused                 string  one character a lane, a digit where its queue is paused
 * haven:{w}:figures                hash    node to what it counted today, for figures of all nodes
 * haven:{w}:policies               hash    policy to costs by channel and ramp step
 * haven:{w}:ticket:DIGEST          string  one-time WebSocket ticket
 * haven:{w}:once:DIGEST            string  digest of the body that a sender's one-time token came with
 * haven:{w}:calls:ENDPOINT         set     live calls by the platform's ids, of an endpoint with a session, for a day
 * haven:{w}:chat:CONVERSATION      string  socket that held a visitor's chat last, for an hour
 * haven:{w}:read                   string  empty; written behind what is read, so that a replica's copy of it confirms that too
 * haven:rehearsals                 set     throwaway workspaces of starting nodes that have keys, see {@link RedisRehearsals}
 * haven:rehearsal:NAME             string  there while the node of one of them is alive
 * </pre>
 *
 * Channels: <code>haven:{w}:to:NODE</code> carries notices to another node, <code>haven:{w}:to:chat
 * </code> tells all of them that a chat has something new.
 */
public final class RedisKeys {
  /** Version of the layout above; a node that finds another refuses to start. */
  public static final String SCHEMA = "8";

  static final String REHEARSALS = "haven:rehearsals";

  private RedisKeys() {}

  static String rehearsal(String name) {
    return "haven:rehearsal:" + name;
  }

  /** The name of the workspace that a key belongs to; empty when it belongs to none. */
  static String workspaceOf(String key) {
    int to = key.indexOf('}');
    return key.startsWith("haven:{") && to > 0 ? key.substring("haven:{".length(), to) : "";
  }

  public static String workspace(WorkspaceId workspace) {
    return "haven:{" + workspace.value() + "}";
  }

  public static String of(WorkspaceId workspace, String name) {
    return workspace(workspace) + ":" + name;
  }
}
