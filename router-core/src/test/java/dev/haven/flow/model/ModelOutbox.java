package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes out: messages of navigators and files to be brought, which node works on each, and how
 * far it is.
 */
final class ModelOutbox extends ModelPart {
  /** How long a command belongs to the node that began it, in ms. */
  private static final long LEASE_MS = 30_000;

  private static final List<String> DELIVERY = List.of("sent", "failed", "delivered", "read");

  /** Commands that are not over, to their contacts. */
  private final Map<String, String> open = new HashMap<>();

  /** Messages of navigators, over or not, to their contacts. */
  private final Map<String, String> messages = new HashMap<>();

  /** When the next node may start on a message or on the bringing of a file, in ms. */
  private final Map<String, Long> due = new HashMap<>();

  /** How often each message failed. */
  private final Map<String, Integer> tries = new HashMap<>();

  /** By contact, the messages that stand to be tried again and those behind them, in order. */
  private final Map<String, List<String>> held = new HashMap<>();

  /** What a platform calls a message, to its command. */
  private final Map<String, String> receipts = new HashMap<>();

  /** How far messages are whose sending is not written down yet, by what a platform calls them. */
  private final Map<String, String> early = new HashMap<>();

  /** How far each message is. */
  private final Map<String, String> deliveries = new HashMap<>();

  ModelOutbox(ModelMatch match) {
    super(match);
  }

  Outcome sendMessage(
      String navigator, String session, String engagement, String commandId, boolean among) {
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = m.contacts.get(contactOf(engagement));
    if (c == null || c.attempt == 0) {
      return say("MISSING");
    }
    boolean first = mine(navigator, engagement) != null;
    ModelNavigator other = m.consults.listener(c);
    if (!first) {
      if (other != n || !(c.id + "." + c.consult.attempt).equals(engagement)) {
        return say("MISSING");
      }
      other = m.navigators.get(c.navigator);
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    if (among && other == null) {
      return say("NONE");
    }
    if (!among && !first && !c.consult.state.equals("conference")) {
      return say("CONSULTING", c.consult.state);
    }
    if (!commandId.isEmpty() && !m.intake.isNew(commandId, c)) {
      return say("SAME");
    }
    if (!commandId.isEmpty() && !among) {
      open.put(commandId, c.id);
      messages.put(commandId, c.id);
      due.put(commandId, m.now + LEASE_MS);
    }
    c.messages++;
    n.seq++;
    if (other != null) {
      other.seq++;
    }
    return say("DONE");
  }

  Outcome claimCommands(int most, Collection<String> underWay) {
    underWay.forEach(id -> due.computeIfPresent(id, (k, at) -> Math.max(at, m.now + LEASE_MS)));
    List<Object> rows = new ArrayList<>();
    due.entrySet().stream()
        .filter(e -> e.getValue() <= m.now)
        .sorted(
            Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(
            id -> {
              due.put(id, m.now + LEASE_MS);
              String contact = messages.get(id);
              rows.add(
                  contact == null
                      ? List.of(id)
                      : List.of(id, "send", contact, String.valueOf(tries.getOrDefault(id, 0))));
            });
    return say("DONE", rows);
  }

  Outcome requestFiles(String contact, List<String> files) {
    if (!m.contacts.containsKey(contact)) {
      return say("MISSING");
    }
    for (String n : files) {
      String command = contact + ".file." + n;
      if (open.putIfAbsent(command, contact) == null) {
        due.put(command, m.now + LEASE_MS);
      }
    }
    return say("DONE");
  }

  Outcome finishCommand(String command, Long retryMs, String outcome, String receipt) {
    if (!open.containsKey(command)) {
      return say("MISSING");
    }
    boolean message = messages.containsKey(command);
    if (message && retryMs != null && !outcome.equals("behind")) {
      tries.merge(command, 1, Integer::sum);
    }
    if (retryMs == null) {
      String contact = open.remove(command);
      due.remove(command);
      if (message && held.getOrDefault(contact, List.of()).contains(command)) {
        hold(contact, null, false);
      }
      if (!receipt.isEmpty()) {
        receipts.put(receipt, command);
      }
      if (messages.containsKey(command)) {
        delivered(command, outcome.equals("sent") ? "sent" : "failed");
      }
      String before = early.remove(receipt);
      if (before != null) {
        delivered(command, before);
      }
    } else if (due.containsKey(command)) {
      due.put(command, m.now + retryMs);
      if (message) {
        hold(messages.get(command), command, outcome.equals("behind"));
      }
    }
    return say("DONE");
  }

  /**
   * @param command null when one of them is over
   */
  private void hold(String contact, String command, boolean behind) {
    if (!m.contacts.containsKey(contact)) {
      return;
    }
    List<String> all = held.computeIfAbsent(contact, c -> new ArrayList<>());
    all.removeIf(id -> !open.containsKey(id));
    if (command != null && !all.contains(command)) {
      all.add(command);
    }
    if (all.isEmpty()) {
      return;
    }
    String first = all.get(0);
    boolean waits = command == null && due.get(first) > m.now + LEASE_MS;
    if (waits || (behind && first.equals(command))) {
      due.put(first, m.now);
    }
  }

  Outcome reportDelivery(String command, String receipt, String status) {
    String named = messages.containsKey(command) ? command : receipts.getOrDefault(receipt, "");
    if (named.isEmpty() && command.isEmpty()) {
      String known = early.get(receipt);
      if (known != null && DELIVERY.indexOf(known) >= DELIVERY.indexOf(status)) {
        return say("SAME");
      }
      early.put(receipt, status);
      return say("EARLY");
    }
    if (named.isEmpty() || !m.contacts.containsKey(messages.get(named))) {
      return say("MISSING");
    }
    return say(delivered(named, status) ? "DONE" : "SAME");
  }

  private boolean delivered(String command, String status) {
    String known = deliveries.get(command);
    if (known != null && DELIVERY.indexOf(known) >= DELIVERY.indexOf(status)) {
      return false;
    }
    deliveries.put(command, status);
    ModelContact c = m.contacts.get(messages.get(command));
    if (c != null && (c.state.equals("engaged") || c.state.equals("wrapping"))) {
      bump(c.navigator);
      m.consults.hear(c);
    }
    return true;
  }
}
