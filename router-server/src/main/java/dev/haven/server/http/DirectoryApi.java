package dev.haven.server.http;

import dev.haven.contact.PersonId;
import dev.haven.flow.CommandResult;
import dev.haven.flow.Directory;
import dev.haven.flow.QueueSwitch;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.server.shift.Shifts;
import dev.haven.time.RouterClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** REST operations on people, navigators, queues and tickets. */
public final class DirectoryApi {
  private static final int MOST_NAVIGATORS = 1_000;
  private static final Predicate<String> ACTIVITY =
      Pattern.compile("[a-z][a-z0-9_-]{0,31}").asMatchPredicate();

  private final Directory directory;
  private final Tickets tickets;
  private final RouterClock clock;
  private final Duration ticketLife;
  private final int maxBodyBytes;
  private final Shifts shifts;

  public DirectoryApi(
      Directory directory,
      Tickets tickets,
      RouterClock clock,
      Duration ticketLife,
      int maxBodyBytes,
      Shifts shifts) {
    this.directory = directory;
    this.tickets = tickets;
    this.clock = clock;
    this.ticketLife = ticketLife;
    this.maxBodyBytes = maxBodyBytes;
    this.shifts = shifts;
  }

  void putPerson(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          if (!PersonId.isValid(id)) {
            throw new ProblemException(
                Trouble.SCHEMA, "The id of the path is 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'.");
          }
          Directory.Person person = DirectoryJson.person(in, id, clock.now());
          RestDoor.then(
              x,
              directory.putPerson(who.workspace(), person),
              kept -> x.json(200, out -> DirectoryJson.person(out, kept)));
        });
  }

  void getPerson(Exchange x, Identity who, String id) {
    if (!PersonId.isValid(id)) {
      ContactsApi.notThere(x);
      return;
    }
    RestDoor.then(
        x,
        directory.findPerson(who.workspace(), new PersonId(id)),
        found ->
            found.ifPresentOrElse(
                person -> x.json(200, out -> DirectoryJson.person(out, person)),
                () -> ContactsApi.notThere(x)));
  }

  void putNavigator(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          if (!NavigatorId.isValid(id)) {
            throw new ProblemException(
                Trouble.SCHEMA,
                "The id of the path is 1 to 64 of A-Z, a-z, 0-9, '.', '_', '@', '-'.");
          }
          Navigator navigator = DirectoryJson.navigator(in, id);
          RestDoor.then(
              x,
              directory.putNavigator(who.workspace(), navigator),
              kept -> x.json(200, out -> DirectoryJson.navigator(out, kept)));
        });
  }

  void getNavigator(Exchange x, Identity who, String id) {
    boolean own = who.role() != Role.NAVIGATOR || who.subject().equals(id);
    if (!own || !NavigatorId.isValid(id)) {
      ContactsApi.notThere(x);
      return;
    }
    RestDoor.then(
        x,
        directory.findNavigator(who.workspace(), new NavigatorId(id)),
        found ->
            found.ifPresentOrElse(
                view -> x.json(200, out -> DirectoryJson.navigator(out, view, shifts.of(view))),
                () -> ContactsApi.notThere(x)));
  }

  void listNavigators(Exchange x, Identity who, String none) {
    RestDoor.then(
        x,
        directory.navigators(who.workspace(), MOST_NAVIGATORS),
        all -> x.json(200, out -> DirectoryJson.navigators(out, all, shifts::of)));
  }

  void removeNavigator(Exchange x, Identity who, String id) {
    if (!NavigatorId.isValid(id)) {
      ContactsApi.notThere(x);
      return;
    }
    RestDoor.then(
        x,
        directory.removeNavigator(who.workspace(), new NavigatorId(id)),
        result -> {
          if (result instanceof CommandResult.Refused refused) {
            ContactsApi.refused(x, refused);
          } else {
            x.empty(204);
          }
        });
  }

  void setActivity(Exchange x, Identity who, String id) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          String activity =
              in.required("activity", ACTIVITY, "a code of 1 to 32 of a-z, 0-9, '_', '-'");
          in.done();
          if (!NavigatorId.isValid(id)) {
            ContactsApi.notThere(x);
            return;
          }
          RestDoor.then(
              x,
              directory.setActivity(who.workspace(), new NavigatorId(id), activity),
              result -> {
                if (result instanceof CommandResult.Refused refused) {
                  ContactsApi.refused(x, refused);
                } else {
                  getNavigator(x, who, id);
                }
              });
        });
  }

  void queues(Exchange x, Identity who, String none) {
    RestDoor.then(
        x,
        directory.queues(who.workspace()),
        all -> x.json(200, out -> DirectoryJson.queues(out, all)));
  }

  void switchEmergency(Exchange x, Identity who, String queue) {
    switchQueue(x, who, queue, QueueSwitch.EMERGENCY, "emergencySince");
  }

  void pauseQueue(Exchange x, Identity who, String queue) {
    switchQueue(x, who, queue, QueueSwitch.PAUSE, "pausedSince");
  }

  private void switchQueue(
      Exchange x, Identity who, String queue, QueueSwitch what, String sinceField) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          Boolean on = in.flag("on");
          if (on == null) {
            in.fault("on", "required", "must be there: true or false");
          }
          String reason = Codes.required(in, "reason");
          in.done();
          RestDoor.then(
              x,
              directory.switchQueue(
                  who.workspace(), queue, what, Boolean.TRUE.equals(on), who.subject(), reason),
              switched -> {
                if (!switched.known()) {
                  ContactsApi.notThere(x);
                  return;
                }
                Instant since = switched.since();
                x.json(
                    200,
                    out -> {
                      out.writeStartObject();
                      out.writeStringField("id", queue);
                      JsonOut.text(out, sinceField, since == null ? null : since.toString());
                      out.writeEndObject();
                    });
              });
        });
  }

  void issueTicket(Exchange x, Identity who, String none) {
    String expiresAt = clock.now().plus(ticketLife).truncatedTo(ChronoUnit.MILLIS).toString();
    RestDoor.then(
        x,
        tickets.issue(who),
        ticket ->
            x.json(
                201,
                out -> {
                  out.writeStartObject();
                  out.writeStringField("ticket", ticket);
                  out.writeStringField("expiresAt", expiresAt);
                  out.writeEndObject();
                }));
  }
}
