package dev.haven.proof;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the navigators saw, kept apart from the server: who began which contact, and how many are
 * done. Any thread.
 */
final class Ledger {
  private final Map<String, Set<String>> startedBy = new ConcurrentHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  void started(String contact, String navigator) {
    startedBy.computeIfAbsent(contact, c -> ConcurrentHashMap.newKeySet()).add(navigator);
  }

  void ended(String engagement) {
    ended.add(engagement);
  }

  Map<String, Set<String>> startedBy() {
    return startedBy;
  }

  int ended() {
    return ended.size();
  }
}
