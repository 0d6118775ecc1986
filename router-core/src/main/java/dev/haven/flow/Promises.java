package dev.haven.flow;

import dev.haven.channel.Address;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactKind;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what transitions have promised in the outbox: reports of adverse events, and a
 * follow-up after a CRISIS was closed. A repeat finds what the first try placed. Called on one
 * event loop.
 */
final class Promises {
  private static final int FOLLOW_UP_ATTEMPTS = 5;

  private final Workspaces workspaces;
  private final Contacts contacts;
  private final ReportFlow reports;

  Promises(Workspaces workspaces, Contacts contacts, ReportFlow reports) {
    this.workspaces = workspaces;
    this.contacts = contacts;
    this.reports = reports;
  }

  Future<Outside.Taken> keep(
      WorkspaceId workspace,
      String command,
      String type,
      String body,
      ContactReader.Record contact) {
    Facts facts = contact.facts();
    return switch (type) {
      case "report" -> reports.owe(workspace, facts, at(body)).map(new Outside.Taken("placed", ""));
      case "hand_off" -> reports.handOff(workspace, command, facts.id());
      case "report_late" ->
          reports
              .late(workspace, command, facts.id())
              .map(outcome -> new Outside.Taken(outcome, ""));
      default -> followUp(workspace, contact, at(body)).map(new Outside.Taken("placed", ""));
    };
  }

  private static Instant at(String body) {
    return Instant.ofEpochMilli(Long.parseLong(body));
  }

  private Future<Receipt> followUp(
      WorkspaceId workspace, ContactReader.Record of, Instant closedAt) {
    Facts facts = of.facts();
    Obligations times = workspaces.settings().obligations();
    Arrival arrival =
        new Arrival(
            ReportFlow.SOURCE,
            "follow_up:" + facts.id().value(),
            facts.id().value(),
            facts.channel(),
            address(of.dossier().from()),
            address(of.dossier().to()),
            null,
            null,
            null,
            ReportFlow.language(facts),
            facts.person(),
            Map.of("follows", facts.id().value()),
            of.dossier().name(),
            false,
            false,
            false,
            of.reply(),
            null,
            ContactKind.FOLLOW_UP,
            closedAt.plus(times.followUp()));
    return contacts.reach(
        workspace,
        arrival,
        new Cadence("", FOLLOW_UP_ATTEMPTS, times.callbackAgain(), List.of(), false, true));
  }

  private static @Nullable Address address(@Nullable String value) {
    return value == null ? null : new Address(value);
  }
}
