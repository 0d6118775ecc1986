package dev.haven.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.contact.ContactId;
import dev.haven.contact.PersonId;
import dev.haven.flow.CommandResult;
import dev.haven.flow.Directory;
import dev.haven.time.RouterClock;
import dev.haven.time.Steps;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** REST operations on many persons, and on who is who: import, merge, split, erase. */
public final class PeopleApi {
  private static final long MOST_BYTES = 1024L * 1024 * 1024;
  private static final int MOST_TOLD = 1_000;
  private static final int AT_ONCE = 32;
  private static final String CSV = "text/csv";

  private final Directory directory;
  private final Attachments attachments;
  private final int maxBodyBytes;
  private final RouterClock clock;

  public PeopleApi(
      Directory directory, Attachments attachments, int maxBodyBytes, RouterClock clock) {
    this.directory = directory;
    this.attachments = attachments;
    this.maxBodyBytes = maxBodyBytes;
    this.clock = clock;
  }

  /**
   * Takes a table of persons while it comes, a piece at a time; sent again, it changes nothing.
   * What came before a failure is kept.
   */
  void importAll(Exchange x, Identity who, String none) {
    String type = x.header("content-type");
    if (type != null && !type.toLowerCase(java.util.Locale.ROOT).startsWith(CSV)) {
      x.request().response().putHeader("accept-post", CSV);
      x.problem(Trouble.UNSUPPORTED_MEDIA_TYPE, "Send text/csv in UTF-8.");
      return;
    }
    PeopleCsv table = new PeopleCsv(clock);
    Tally tally = new Tally();
    Future<Void> all =
        x.pieces(MOST_BYTES, piece -> keep(who, tally, table.take(piece.getBytes())))
            .compose(v -> keep(who, tally, table.end()));
    RestDoor.then(x, all, v -> x.json(200, tally::write));
  }

  /** What became of the lines so far; of the wrong ones the first are told, all are counted. */
  private static final class Tally {
    private final List<PeopleCsv.Row> told = new ArrayList<>();
    private long imported;
    private long refused;

    void count(PeopleCsv.Row row) {
      if (row.person() != null) {
        imported++;
      } else {
        refused++;
        if (told.size() < MOST_TOLD) {
          told.add(row);
        }
      }
    }

    void write(JsonGenerator out) throws IOException {
      out.writeStartObject();
      out.writeNumberField("imported", imported);
      out.writeNumberField("refusedLines", refused);
      out.writeArrayFieldStart("refused");
      for (PeopleCsv.Row row : told) {
        out.writeStartObject();
        out.writeNumberField("line", row.line());
        out.writeArrayFieldStart("why");
        for (String why : row.why()) {
          out.writeString(why);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  /** So many at once, then the next ones: a large table does not flood the store. */
  private Future<Void> keep(Identity who, Tally tally, List<PeopleCsv.Row> rows) {
    Iterator<PeopleCsv.Row> rest = rows.iterator();
    return Steps.whileTrue(() -> keepSome(who, tally, rest));
  }

  /** Keeps the next ones; answers whether there were any. */
  private Future<Boolean> keepSome(Identity who, Tally tally, Iterator<PeopleCsv.Row> rest) {
    if (!rest.hasNext()) {
      return Future.succeededFuture(false);
    }
    List<Future<Directory.Person>> kept = new ArrayList<>();
    for (int i = 0; i < AT_ONCE && rest.hasNext(); i++) {
      PeopleCsv.Row row = rest.next();
      tally.count(row);
      Directory.Person person = row.person();
      if (person != null) {
        kept.add(directory.putPerson(who.workspace(), person));
      }
    }
    return kept.isEmpty() ? Future.succeededFuture(true) : Future.all(kept).map(true);
  }

  void merge(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          String into =
              in.required("into", PersonId::isValid, "1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'");
          in.done();
          if (!PersonId.isValid(id)) {
            ContactsApi.notThere(x);
            return;
          }
          PersonId kept = new PersonId(into);
          answer(
              x,
              who,
              directory.mergePeople(who.workspace(), new PersonId(id), kept, who.subject()),
              kept);
        });
  }

  void split(Exchange x, Identity who, String id) {
    if (!PersonId.isValid(id)) {
      ContactsApi.notThere(x);
      return;
    }
    PersonId person = new PersonId(id);
    answer(x, who, directory.splitPerson(who.workspace(), person, who.subject()), person);
  }

  private void answer(Exchange x, Identity who, Future<CommandResult> done, PersonId shown) {
    RestDoor.then(
        x,
        done,
        result -> {
          if (result instanceof CommandResult.Refused refused) {
            ContactsApi.refused(x, refused);
          } else {
            RestDoor.then(
                x,
                directory.findPerson(who.workspace(), shown),
                found ->
                    found.ifPresentOrElse(
                        p -> x.json(200, out -> DirectoryJson.person(out, p)),
                        () -> ContactsApi.notThere(x)));
          }
        });
  }

  /** Words, files and entry go; that there were contacts stays. */
  void erase(Exchange x, Identity who, String id) {
    if (!PersonId.isValid(id)) {
      ContactsApi.notThere(x);
      return;
    }
    Future<Optional<List<ContactId>>> erased =
        directory
            .erasePerson(who.workspace(), new PersonId(id), who.subject())
            .compose(contacts -> forget(who, contacts));
    RestDoor.then(
        x,
        erased,
        contacts -> {
          if (contacts.isEmpty()) {
            x.problem(
                409,
                "The person is being served",
                "person-has-open-contacts",
                "A contact of theirs is not closed; nothing was erased.",
                List.of());
          } else {
            x.json(
                200,
                out -> {
                  out.writeStartObject();
                  out.writeNumberField("contacts", contacts.get().size());
                  out.writeEndObject();
                });
          }
        });
  }

  private Future<Optional<List<ContactId>>> forget(
      Identity who, Optional<List<ContactId>> contacts) {
    return Steps.each(
            contacts.orElse(List.of()), contact -> attachments.forget(who.workspace(), contact))
        .map(contacts);
  }
}
