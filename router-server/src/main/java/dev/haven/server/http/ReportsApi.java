package dev.haven.server.http;

import dev.haven.contact.AdverseEventReport;
import dev.haven.flow.CommandResult;
import dev.haven.flow.ContactView;
import dev.haven.flow.Reports;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * REST operations on the adverse-event reports of contacts. A navigator reaches the report of a
 * contact that is theirs, and a report that was given to them; a supervisor reaches all, and the
 * journal says so.
 */
public final class ReportsApi {
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final ContactsApi contacts;
  private final Reports reports;
  private final int maxBodyBytes;

  public ReportsApi(ContactsApi contacts, Reports reports, int maxBodyBytes) {
    this.contacts = contacts;
    this.reports = reports;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** What is owed and not handed off, for whoever sees to it that it is. */
  void list(Exchange x, Identity who, String none) {
    String state = x.request().getParam("state");
    String dueBy = x.request().getParam("dueBy");
    if (state != null && !state.equals("open") && !state.equals("submitted")) {
      x.problem(Trouble.SCHEMA, "state must be open or submitted.");
      return;
    }
    Instant until;
    try {
      until = dueBy == null ? null : Instant.parse(dueBy);
    } catch (DateTimeParseException e) {
      x.problem(Trouble.SCHEMA, "dueBy must be a time such as 2026-12-31T23:59:59Z.");
      return;
    }
    if (until != null && !Fields.isDateTime(until)) {
      x.problem(Trouble.SCHEMA, "dueBy must be " + Fields.YEARS + ".");
      return;
    }
    RestDoor.then(
        x,
        reports.pending(who.workspace(), state, until),
        found -> x.json(200, out -> ContactJson.pending(out, found)));
  }

  void flag(Exchange x, Identity who, String id) {
    change(x, who, id, c -> reports.flag(who.workspace(), c.id(), who.subject()));
  }

  void get(Exchange x, Identity who, String id) {
    contacts.visible(
        x,
        who,
        id,
        contact ->
            RestDoor.then(
                x,
                reports.find(
                    who.workspace(),
                    contact.id(),
                    who.role() == Role.SUPERVISOR ? who.subject() : null),
                found ->
                    found.ifPresentOrElse(
                        report -> x.json(200, out -> ContactJson.report(out, report)),
                        () -> ContactsApi.notThere(x))));
  }

  void fill(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          Long revision = in.whole("revision", 0, Integer.MAX_VALUE);
          if (!in.has("revision")) {
            in.fault("revision", "missing", "is missing");
          }
          String reporter = orEmpty(in, "reporter");
          String patient = orEmpty(in, "patient");
          String product = orEmpty(in, "product");
          String event = orEmpty(in, "event");
          in.done();
          AdverseEventReport criteria = new AdverseEventReport(reporter, patient, product, event);
          int read = revision == null ? 0 : revision.intValue();
          change(
              x,
              who,
              id,
              c -> reports.fill(who.workspace(), c.id(), read, criteria, who.subject()));
        });
  }

  private static String orEmpty(Fields in, String name) {
    String text = in.text(name, AdverseEventReport.MOST);
    return text == null ? "" : text;
  }

  void submit(Exchange x, Identity who, String id) {
    change(x, who, id, c -> reports.submit(who.workspace(), c.id(), who.subject()));
  }

  void dismiss(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          String reason = Codes.required(in, "reason");
          in.done();
          change(x, who, id, c -> reports.dismiss(who.workspace(), c.id(), reason, who.subject()));
        });
  }

  void acknowledge(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          String reference =
              in.text(
                  "reference",
                  REFERENCE.asMatchPredicate(),
                  "1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'");
          in.done();
          change(
              x,
              who,
              id,
              c ->
                  reports.acknowledge(
                      who.workspace(), c.id(), reference == null ? "" : reference, who.subject()));
        });
  }

  /** Does it, then answers with the report as it stands. */
  private void change(
      Exchange x, Identity who, String id, Function<ContactView, Future<CommandResult>> command) {
    contacts.visible(
        x,
        who,
        id,
        contact ->
            RestDoor.then(
                x,
                command.apply(contact),
                result -> {
                  if (result instanceof CommandResult.Refused refused) {
                    ContactsApi.refused(x, refused);
                  } else {
                    RestDoor.then(
                        x,
                        reports.find(who.workspace(), contact.id(), null),
                        found ->
                            found.ifPresentOrElse(
                                report -> x.json(200, out -> ContactJson.report(out, report)),
                                () -> ContactsApi.notThere(x)));
                  }
                }));
  }
}
