package dev.haven.flow;

import dev.haven.contact.ContactId;
import dev.haven.offer.OfferId;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A supervisor's open desktop: sees whom nobody has taken in time, and answers for them. What is
 * escalated is looked up every second while the desktop is there, so that every node tells the same
 * and nothing is lost between nodes. Holds nobody's work; a navigator's commands are refused.
 */
final class SupervisorSession implements DesktopSession {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int MOST = 100;
  private static final Future<CommandResult> NOT_A_NAVIGATOR =
      Future.succeededFuture(
          CommandResult.refused("role-forbidden", "That needs a navigator's desktop."));

  private final Workspace workspace;
  private final String supervisor;
  private final Transitions transitions;
  private final Contacts contacts;
  private final DesktopLink link;
  private final Timers.Handle timer;
  private DesktopFrame.Escalations latest = new DesktopFrame.Escalations(List.of());
  private boolean looking;
  private boolean gone;

  SupervisorSession(
      Workspace workspace,
      String supervisor,
      Transitions transitions,
      Contacts contacts,
      DesktopLink link,
      Timers timers) {
    this.workspace = workspace;
    this.supervisor = supervisor;
    this.transitions = transitions;
    this.contacts = contacts;
    this.link = link;
    this.timer = timers.every(LOOK, this::look);
  }

  /** Reads what is escalated now. */
  Future<DesktopFrame.Escalations> read() {
    return transitions
        .readEscalations(workspace.id(), MOST)
        .compose(this::readable)
        .map(
            reply -> {
              List<DesktopFrame.Escalation> list = new ArrayList<>();
              for (Object o : (List<?>) reply.get(1)) {
                List<?> row = (List<?>) o;
                list.add(escalation(Facts.of((List<?>) row.get(0)), row));
              }
              latest = new DesktopFrame.Escalations(list);
              return latest;
            });
  }

  /** A contact may stand in a lane that another node registered. */
  private Future<List<Object>> readable(List<Object> reply) {
    for (Object o : (List<?>) reply.get(1)) {
      Facts facts = Facts.of((List<?>) ((List<?>) o).get(0));
      if (!workspace.catalogue().hasLane(facts.lane())) {
        return workspace.reload().map(reply);
      }
    }
    return Future.succeededFuture(reply);
  }

  private DesktopFrame.Escalation escalation(Facts facts, List<?> row) {
    return new DesktopFrame.Escalation(
        facts.id(),
        facts.channel(),
        facts.language(),
        workspace.catalogue().lane(facts.lane()).queue(),
        facts.tier(),
        facts.score(),
        facts.arrivedAt(),
        facts.state().wireName(),
        Integer.parseInt((String) row.get(1)),
        Instant.ofEpochMilli(Long.parseLong((String) row.get(2))));
  }

  private void look() {
    if (looking || gone) {
      return;
    }
    looking = true;
    DesktopFrame.Escalations before = latest;
    read()
        .onComplete(
            done -> {
              looking = false;
              if (done.succeeded() && !gone && !done.result().equals(before)) {
                link.deliver(done.result());
              }
            });
  }

  @Override
  public String id() {
    return "supervisor." + supervisor;
  }

  @Override
  public DesktopFrame snapshot() {
    return latest;
  }

  @Override
  public Future<DesktopFrame> refresh() {
    return read().map(fresh -> fresh);
  }

  @Override
  public long seq() {
    return 0;
  }

  @Override
  public Future<CommandResult> acknowledge(ContactId contact) {
    return contacts
        .acknowledgeEscalation(workspace.id(), contact, supervisor)
        .onSuccess(done -> look());
  }

  @Override
  public Future<CommandResult> setActivity(String activity) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> accept(OfferId offer) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> reject(OfferId offer, String reason) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> message(OfferId engagement, String text, @Nullable String key) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> note(OfferId engagement, String text, @Nullable String key) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> hold(OfferId engagement) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> mute(OfferId engagement) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> resume(OfferId engagement) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> park(OfferId engagement) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> transfer(
      OfferId engagement, @Nullable String toNavigator, @Nullable String toQueue, boolean warm) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> callInterpreter(OfferId engagement, String language) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> sendOutside(OfferId engagement, String nameOrNumber) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> consult(
      OfferId engagement, @Nullable String navigator, @Nullable String queue) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> conference(OfferId engagement) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> takeBack(OfferId engagement) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> finish(OfferId engagement) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public Future<CommandResult> complete(
      OfferId engagement, String disposition, String notes, List<ContactId> members) {
    return NOT_A_NAVIGATOR;
  }

  @Override
  public void heard() {
    // Nobody waits for a supervisor.
  }

  @Override
  public void lost() {
    gone = true;
    timer.cancel();
  }

  @Override
  public Future<CommandResult> close() {
    lost();
    return Future.succeededFuture(CommandResult.DONE);
  }
}
