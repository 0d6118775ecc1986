package dev.haven.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactState;
import dev.haven.match.Catalogue;
import dev.haven.navigator.NavigatorId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads contacts for people and programs: state, history, explanation. */
final class ContactReader {
  private static final int FORMER = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Transitions transitions;
  private final Shelf shelf;
  private final Words words;
  private final QueueWatch queues;
  private final Triage triage;

  ContactReader(
      Transitions transitions, Shelf shelf, Words words, QueueWatch queues, Triage triage) {
    this.transitions = transitions;
    this.shelf = shelf;
    this.words = words;
    this.queues = queues;
    this.triage = triage;
  }

  /**
   * A contact with its words.
   *
   * @param lines messages after the first
   * @param journal where its entries stand in the journal
   * @param position 0 unless waiting
   * @param reply how the person's last message is answered; null when there is no way back
   * @param held the navigators' messages that stand to be tried again, in their order
   */
  record Record(
      Facts facts,
      Dossier dossier,
      List<DesktopFrame.Line> lines,
      List<String> journal,
      int position,
      String exclusions,
      @Nullable Map<String, String> reply,
      List<String> held) {
    /** Everything that was said, oldest first. */
    List<DesktopFrame.Line> conversation() {
      List<DesktopFrame.Line> all = new ArrayList<>();
      if (dossier.text() != null) {
        all.add(
            new DesktopFrame.Line(
                "person", Triage.words(dossier.text(), dossier.subject()), facts.arrivedAt()));
      }
      all.addAll(lines);
      return all;
    }

    /** A joined contact is seen by whoever its lead is with. */
    Record seenBy(Optional<Record> lead) {
      Set<NavigatorId> all = new HashSet<>(facts.others());
      lead.ifPresent(
          l -> {
            all.addAll(l.facts().others());
            NavigatorId navigator = l.facts().navigator();
            if (navigator != null) {
              all.add(navigator);
            }
          });
      return new Record(
          facts.withOthers(all), dossier, lines, journal, position, exclusions, reply, held);
    }

    /** Everything the person said, oldest first. */
    List<String> personsWords() {
      List<String> messages = new ArrayList<>();
      if (dossier.text() != null) {
        messages.add(Triage.words(dossier.text(), dossier.subject()));
      }
      lines.stream().filter(l -> l.from().equals("person")).forEach(l -> messages.add(l.text()));
      return messages;
    }

    /** Since the person's last words when the contact is strict and waits; 0 otherwise. */
    long silentSeconds(Instant now) {
      if (!facts.tier().strict() || facts.state() != ContactState.WAITING) {
        return 0;
      }
      Instant last =
          lines.stream()
              .filter(l -> l.from().equals("person"))
              .map(DesktopFrame.Line::at)
              .reduce(facts.arrivedAt(), (a, b) -> b);
      return Math.max(0, Duration.between(last, now).toSeconds());
    }
  }

  Future<Optional<Record>> read(Workspace workspace, ContactId id) {
    return read(workspace, id, "")
        .compose(
            first -> {
              if (first.isEmpty() || first.get().facts().state() != ContactState.WAITING) {
                return Future.succeededFuture(first);
              }
              return read(
                  workspace,
                  id,
                  workspace.catalogue().siblings(queue(workspace, first.get().facts())));
            });
  }

  /** The newest contact of a conversation, or the other one when there is none. */
  Future<ContactId> openOf(WorkspaceId workspace, String conversation, ContactId otherwise) {
    return shelf
        .conversation(workspace, conversation)
        .map(found -> found.map(ContactId::new).orElse(otherwise));
  }

  Future<Optional<ContactView>> find(Workspace workspace, ContactId id) {
    return read(workspace, id)
        .compose(
            read -> {
              ContactId lead = read.map(r -> r.facts().lead()).orElse(null);
              return lead == null
                  ? Future.succeededFuture(read)
                  : read(workspace, lead, "").map(l -> read.map(r -> r.seenBy(l)));
            })
        .map(read -> read.map(r -> view(workspace, r.facts(), r.dossier(), r.position())));
  }

  Future<List<Contacts.TimelineEntry>> timeline(Workspace workspace, ContactId id) {
    return read(workspace, id, "")
        .compose(
            read ->
                read.isEmpty()
                    ? Future.succeededFuture(List.of())
                    : entries(workspace, read.get()));
  }

  Future<List<Contacts.Spoken>> conversation(Workspace workspace, ContactId id) {
    return before(workspace, id, List.of(), FORMER);
  }

  Future<Optional<Contacts.Talk>> talk(
      Workspace workspace, String conversation, boolean withFormer) {
    return shelf
        .conversation(workspace.id(), conversation)
        .compose(
            id ->
                id.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : read(workspace, new ContactId(id.get()))
                        .compose(
                            read ->
                                read.isEmpty()
                                    ? Future.succeededFuture(Optional.empty())
                                    : talk(workspace, read.get(), withFormer).map(Optional::of)));
  }

  private Future<Contacts.Talk> talk(Workspace workspace, Record record, boolean withFormer) {
    ContactView view = view(workspace, record.facts(), record.dossier(), record.position());
    ContactId previous = record.facts().previous();
    return (withFormer && previous != null
            ? before(workspace, previous, spoken(record), FORMER - 1)
            : Future.succeededFuture(spoken(record)))
        .map(said -> new Contacts.Talk(view, said));
  }

  /** What was said in a contact and those it follows, before what was said later. */
  private Future<List<Contacts.Spoken>> before(
      Workspace workspace, ContactId id, List<Contacts.Spoken> later, int more) {
    return read(workspace, id, "")
        .compose(
            read -> {
              if (read.isEmpty()) {
                return Future.succeededFuture(later);
              }
              List<Contacts.Spoken> all = new ArrayList<>(spoken(read.get()));
              all.addAll(later);
              ContactId previous = read.get().facts().previous();
              return previous == null || more == 0
                  ? Future.succeededFuture(all)
                  : before(workspace, previous, all, more - 1);
            });
  }

  private static List<Contacts.Spoken> spoken(Record record) {
    ContactId id = record.facts().id();
    List<Contacts.Spoken> list = new ArrayList<>();
    if (record.dossier().text() != null) {
      list.add(
          new Contacts.Spoken(id, "person", record.dossier().text(), record.facts().arrivedAt()));
    }
    record.lines().forEach(l -> list.add(new Contacts.Spoken(id, l.from(), l.text(), l.at())));
    return list;
  }

  Future<Optional<Contacts.Explanation>> explain(Workspace workspace, ContactId id, Story story) {
    return read(workspace, id)
        .compose(
            read ->
                read.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : entries(workspace, read.get())
                        .map(
                            entries ->
                                Optional.of(explanation(workspace, read.get(), entries, story))));
  }

  ContactView view(Workspace workspace, Facts facts, Dossier dossier, int position) {
    boolean waiting = facts.state() == ContactState.WAITING;
    String queue = queue(workspace, facts);
    return new ContactView(
        facts.id(),
        facts.source(),
        facts.state(),
        facts.channel(),
        facts.language(),
        queue,
        facts.tier(),
        facts.score(),
        dossier.reasons(),
        facts.adverseEvent(),
        facts.kind(),
        facts.disposition(),
        facts.arrivedAt(),
        facts.orderedAt(),
        waiting && position > 0 ? position : null,
        waiting
            ? queues.estimate(
                workspace.id(), facts.lane(), facts.tier().strict(), Math.max(1, position))
            : null,
        facts.navigator(),
        facts.others(),
        facts.state() == ContactState.ENGAGED
                || facts.state() == ContactState.WRAPPING
                || facts.state() == ContactState.CLOSED
            ? facts.offer()
            : null,
        facts.person(),
        facts.previous(),
        facts.lead(),
        facts.members(),
        facts.isLeaving());
  }

  DesktopFrame.Card card(Workspace workspace, Facts facts, Dossier dossier) {
    return new DesktopFrame.Card(
        facts.id(),
        facts.channel(),
        facts.language(),
        queue(workspace, facts),
        facts.tier(),
        facts.score(),
        dossier.reasons(),
        facts.person(),
        dossier.name(),
        dossier.from(),
        dossier.subject(),
        dossier.text() == null ? "" : dossier.text(),
        facts.arrivedAt(),
        facts.kind().wireName(),
        facts.previous(),
        facts.members(),
        facts.mayHaveFiles());
  }

  /**
   * Messages after the first.
   *
   * @param deliveries message id and how far it is, one after the other
   */
  List<DesktopFrame.Line> lines(
      Workspace workspace, ContactId id, List<?> sealed, List<?> deliveries) {
    Map<String, String> known = new HashMap<>();
    for (int i = 0; i + 1 < deliveries.size(); i += 2) {
      known.put((String) deliveries.get(i), (String) deliveries.get(i + 1));
    }
    return sealed.stream()
        .flatMap(s -> words.readableLine(workspace.id(), id.value(), (String) s).stream())
        .map(line -> line.id() == null ? line : line.with(known.get(line.id())))
        .toList();
  }

  private static List<String> held(List<?> deliveries) {
    int at = deliveries.indexOf("held");
    return at < 0 ? List.of() : List.of(((String) deliveries.get(at + 1)).split(" "));
  }

  private static String queue(Workspace workspace, Facts facts) {
    Catalogue catalogue = workspace.catalogue();
    return catalogue.hasLane(facts.lane()) ? catalogue.lane(facts.lane()).queue() : "";
  }

  private Future<Optional<Record>> read(Workspace workspace, ContactId id, String siblings) {
    return transitions
        .readContact(workspace.id(), id.value(), siblings)
        .compose(
            reply -> {
              if (reply.get(0).equals("MISSING")) {
                return Future.succeededFuture(Optional.empty());
              }
              Facts facts = Facts.of((List<?>) reply.get(1));
              Dossier dossier = dossier(workspace.id(), id, (String) reply.get(2));
              String last = (String) reply.get(8);
              Record record =
                  new Record(
                      facts,
                      dossier,
                      lines(workspace, id, (List<?>) reply.get(3), (List<?>) reply.get(9)),
                      Arrays.stream(((String) reply.get(4)).split(","))
                          .filter(p -> !p.isEmpty())
                          .toList(),
                      Integer.parseInt((String) reply.get(5)),
                      (String) reply.get(7),
                      last.isEmpty()
                          ? dossier.reply()
                          : words.reply(workspace.id(), id.value(), last),
                      held((List<?>) reply.get(9)));
              return workspace.catalogue().hasLane(facts.lane())
                  ? Future.succeededFuture(Optional.of(record))
                  : workspace.reload().map(v -> Optional.of(record));
            });
  }

  /** Of a person who was erased, nothing is left. */
  private Dossier dossier(WorkspaceId workspace, ContactId id, String sealed) {
    return sealed.isEmpty() ? Dossier.ERASED : words.readable(workspace, id.value(), sealed);
  }

  private Future<List<Contacts.TimelineEntry>> entries(Workspace workspace, Record record) {
    String mine = "\"" + record.facts().id() + "\"";
    return shelf
        .journalAt(workspace.id(), record.journal())
        .map(
            lines ->
                lines.stream().filter(l -> l.contains(mine)).map(ContactReader::entry).toList());
  }

  private static Contacts.TimelineEntry entry(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      Map<String, String> facts = new LinkedHashMap<>();
      node.fields()
          .forEachRemaining(
              e -> {
                if (!e.getKey().equals("n")
                    && !e.getKey().equals("at")
                    && !e.getKey().equals("type")) {
                  facts.put(
                      e.getKey(),
                      e.getValue().isValueNode() ? e.getValue().asText() : e.getValue().toString());
                }
              });
      return new Contacts.TimelineEntry(
          node.path("n").asLong(),
          Instant.ofEpochMilli(node.path("at").asLong()),
          node.path("type").asText(),
          facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line of the journal is not JSON", e);
    }
  }

  private Contacts.Explanation explanation(
      Workspace workspace, Record record, List<Contacts.TimelineEntry> entries, Story story) {
    Facts facts = record.facts();
    return new Contacts.Explanation(
        view(workspace, facts, record.dossier(), record.position()),
        record.dossier().scorer(),
        triage.seen(facts.channel(), record.personsWords()),
        triage.version(),
        record.dossier().overrideReason(),
        story.place(
            facts, queue(workspace, facts), record.position(), !record.exclusions().isEmpty()),
        attempts(entries),
        story.of(entries));
  }

  private static List<Contacts.Attempt> attempts(List<Contacts.TimelineEntry> entries) {
    Map<String, Contacts.Attempt> byOffer = new LinkedHashMap<>();
    for (Contacts.TimelineEntry e : entries) {
      String offer = e.facts().get("offer");
      if (offer == null) {
        continue;
      }
      String navigator = e.facts().getOrDefault("navigator", "");
      if (e.type().equals("offer.created") || e.type().equals("offer.added")) {
        byOffer.put(offer, new Contacts.Attempt(offer, navigator, e.at(), "pending"));
      } else if (e.type().startsWith("offer.") && byOffer.containsKey(offer)) {
        byOffer.put(
            offer,
            new Contacts.Attempt(
                offer, navigator, byOffer.get(offer).at(), e.type().substring("offer.".length())));
      }
    }
    return List.copyOf(byOffer.values());
  }
}
