package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.PersonId;
import dev.haven.time.Steps;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is who: two entries of the directory that are one person, taken apart again when they are
 * not, and a person who is to be forgotten. Called on one event loop.
 *
 * <p>A merged entry is kept whole under its own id and points at the other one, so that a split
 * gives back what was there; contacts that come under either id are of the one that is kept. What a
 * person said against being reached counts for both: consents are joined, the newer word first.
 */
final class SamePerson {
  private static final int MOST = 20;

  private final People people;
  private final Shelf shelf;
  private final Transitions transitions;
  private final Identity identity;

  SamePerson(People people, Shelf shelf, Transitions transitions, Identity identity) {
    this.people = people;
    this.shelf = shelf;
    this.transitions = transitions;
    this.identity = identity;
  }

  Future<CommandResult> merge(WorkspaceId workspace, PersonId from, PersonId into, String actor) {
    Future<Optional<People.Entry>> other = people.entry(workspace, from);
    Future<Optional<People.Entry>> kept = people.entry(workspace, into);
    return Future.all(other, kept)
        .compose(
            both -> {
              if (other.result().isEmpty() || kept.result().isEmpty()) {
                return refused("person-not-found", "Both must be in the directory.");
              }
              People.Entry gone = other.result().get();
              if (into.equals(gone.alias())) {
                return Future.succeededFuture(CommandResult.DONE);
              }
              if (from.equals(into)
                  || gone.alias() != null
                  || kept.result().get().alias() != null) {
                return refused(
                    "person-merged-already", "One of them stands for another person: split first.");
              }
              return merge(workspace, gone.person(), kept.result().get().person(), actor);
            });
  }

  private Future<CommandResult> merge(
      WorkspaceId workspace, Directory.Person gone, Directory.Person kept, String actor) {
    List<String> added =
        gone.addresses().stream().filter(a -> !kept.addresses().contains(a)).toList();
    if (kept.addresses().size() + added.size() > MOST) {
      return refused("too-many-addresses", "Together they have more than 20 addresses.");
    }
    Directory.Person whole =
        new Directory.Person(
            kept.id(),
            kept.kind(),
            kept.name() == null ? gone.name() : kept.name(),
            joined(kept.addresses(), added),
            joined(kept.languages(), gone.languages()),
            kept.timeZone() == null ? gone.timeZone() : kept.timeZone(),
            kept.programme() == null ? gone.programme() : kept.programme(),
            kept.designatedNavigator() == null
                ? gone.designatedNavigator()
                : kept.designatedNavigator(),
            kept.consents(),
            newer(kept, gone));
    return consents(workspace, gone.id(), kept.id())
        .compose(v -> people.put(workspace, whole))
        .compose(v -> people.point(workspace, gone, kept.id(), added))
        .compose(v -> note(workspace, "merged", gone.id(), kept.id(), actor));
  }

  private static Directory.@org.jspecify.annotations.Nullable Thermometer newer(
      Directory.Person kept, Directory.Person gone) {
    Directory.Thermometer a = kept.distressThermometer();
    Directory.Thermometer b = gone.distressThermometer();
    return a == null || (b != null && b.at().isAfter(a.at())) ? b : a;
  }

  private static List<String> joined(List<String> first, List<String> then) {
    Set<String> all = new LinkedHashSet<>(first);
    all.addAll(then);
    return List.copyOf(all);
  }

  /** Each word of the one for the other too; an older one changes nothing there. */
  private Future<Void> consents(WorkspaceId workspace, PersonId from, PersonId into) {
    return shelf
        .consents(workspace, from.value())
        .compose(
            marks -> {
              Future<Void> kept = Future.succeededFuture();
              for (Map.Entry<String, String> mark : marks.entrySet()) {
                kept =
                    kept.compose(
                        v ->
                            transitions
                                .setConsent(
                                    workspace,
                                    into.value(),
                                    mark.getKey(),
                                    mark.getValue().charAt(0) == 'g',
                                    Long.parseLong(mark.getValue().substring(1)),
                                    "merge")
                                .mapEmpty());
              }
              return kept;
            });
  }

  Future<CommandResult> split(WorkspaceId workspace, PersonId id, String actor) {
    return people
        .entry(workspace, id)
        .compose(
            found -> {
              PersonId other = found.map(People.Entry::alias).orElse(null);
              if (found.isEmpty() || other == null) {
                return refused("person-not-found", "There is no merged person of that id.");
              }
              People.Entry entry = found.get();
              return people
                  .entry(workspace, other)
                  .compose(
                      kept ->
                          kept.isEmpty()
                              ? Future.succeededFuture()
                              : people.put(
                                  workspace,
                                  kept.get().person().without(Set.copyOf(entry.added()))))
                  .compose(v -> people.put(workspace, entry.person()))
                  .compose(v -> note(workspace, "split", id, other, actor));
            });
  }

  private Future<CommandResult> note(
      WorkspaceId workspace, String what, PersonId person, PersonId other, String actor) {
    return transitions
        .notePerson(workspace, what, person.value(), other.value(), identity.actor(actor))
        .map(CommandResult.DONE);
  }

  private static Future<CommandResult> refused(String code, String detail) {
    return Future.succeededFuture(CommandResult.refused(code, detail));
  }

  /**
   * Erases a person of whom nothing is open.
   *
   * @return their contacts, whose files may go too; empty when one of them is not closed
   */
  Future<Optional<List<ContactId>>> erase(WorkspaceId workspace, PersonId id, String actor) {
    String who = identity.actor(actor);
    Walk look = new Walk(workspace, id, true, who);
    return Steps.whileTrue(look::goOn)
        .compose(
            looked -> {
              if (look.open) {
                return Future.succeededFuture(Optional.empty());
              }
              Walk erasing = new Walk(workspace, id, false, who);
              return Steps.whileTrue(erasing::goOn).map(v -> Optional.of(erasing.theirs));
            });
  }

  /** Goes through all contacts on record, some at a time, for those of one person. */
  private final class Walk {
    private final WorkspaceId workspace;
    private final PersonId person;
    private final boolean look;
    private final String actor;
    private final List<ContactId> theirs = new ArrayList<>();
    private String cursor = "0";
    private boolean open;

    /**
     * @param look only looks whether one is open; else it erases
     */
    Walk(WorkspaceId workspace, PersonId person, boolean look, String actor) {
      this.workspace = workspace;
      this.person = person;
      this.look = look;
      this.actor = actor;
    }

    Future<Boolean> goOn() {
      return transitions
          .erasePerson(workspace, person.value(), cursor, look, actor)
          .map(
              outcome -> {
                cursor = outcome.text(0);
                open = look && !outcome.text(1).equals("0");
                outcome.list(2).forEach(one -> theirs.add(new ContactId((String) one)));
                return !open && !cursor.equals("0");
              });
    }
  }
}
