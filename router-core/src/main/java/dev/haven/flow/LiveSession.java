package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.match.Lane;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import dev.haven.plan.HoldTimes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One open desktop. Frames that come before its snapshot was taken wait, and those the snapshot
 * already covers are dropped: the desktop sees each change once and in order.
 */
final class LiveSession implements DesktopSession {
  private static final Duration TRANSFER_HOLD = Duration.ofSeconds(60);
  private static final Future<CommandResult> NO_QUEUE =
      Future.succeededFuture(CommandResult.refused("queue-not-found", "There is no such queue."));

  private final DesktopFlow flow;
  private final Workspace workspace;
  private final String navigator;
  private final DesktopLink link;
  private final List<DesktopFrame> early = new ArrayList<>();
  private final Map<OfferId, DesktopFrame.Card> cards = new HashMap<>();
  private final Map<OfferId, Instant> startedAt = new HashMap<>();

  /** Engagements of which this desktop asked for a warm transfer. */
  private final Set<OfferId> handedOver = new HashSet<>();

  private String epoch = "";
  private long seq;
  private boolean ready;
  private boolean gone;
  private DesktopFrame.@Nullable Snapshot snapshot;
  private long behindSince;
  private @Nullable String begins;

  LiveSession(DesktopFlow flow, Workspace workspace, String navigator, DesktopLink link) {
    this.flow = flow;
    this.workspace = workspace;
    this.navigator = navigator;
    this.link = link;
  }

  WorkspaceId workspace() {
    return workspace.id();
  }

  Workspace home() {
    return workspace;
  }

  String navigator() {
    return navigator;
  }

  String epoch() {
    return epoch;
  }

  boolean isEpoch(String other) {
    return epoch.equals(other);
  }

  boolean isGone() {
    return gone;
  }

  /** Whether that is what this navigator holds of the contact; a consult is not. */
  boolean holds(OfferId engagement, Facts facts) {
    NavigatorId holder = facts.navigator();
    return holder != null && holder.value().equals(navigator) && engagement.equals(facts.offer());
  }

  /** Whether nobody is at the other side any more. */
  boolean isClosed() {
    return link.isClosed();
  }

  void opened(String newEpoch) {
    epoch = newEpoch;
  }

  /** The snapshot is what the desktop knows from now on. */
  void take(DesktopFrame.Snapshot taken) {
    snapshot = taken;
    seq = taken.seq();
    cards.clear();
    taken.offers().forEach(o -> cards.put(o.id(), o.contact()));
    taken
        .engagements()
        .forEach(
            e -> {
              cards.put(e.id(), e.contact());
              startedAt.put(e.id(), e.startedAt());
            });
  }

  /** Lets the frames go that came meanwhile. */
  void release() {
    ready = true;
    List<DesktopFrame> waiting = List.copyOf(early);
    early.clear();
    waiting.forEach(this::deliver);
  }

  void hold() {
    ready = false;
  }

  void deliver(DesktopFrame frame) {
    if (gone) {
      return;
    }
    if (!ready) {
      early.add(frame);
      return;
    }
    if (frame.seq() != 0 && snapshot != null && frame.seq() <= snapshot.seq()) {
      return;
    }
    if (frame instanceof DesktopFrame.OfferCreated offer) {
      cards.put(offer.offer().id(), offer.offer().contact());
    } else if (frame instanceof DesktopFrame.OfferEnded ended) {
      cards.remove(ended.id());
    }
    seq = Math.max(seq, frame.seq());
    link.deliver(frame);
  }

  void started(long frameSeq, OfferId engagement, Facts facts) {
    DesktopFrame.Card card = cards.get(engagement);
    if (card == null || facts.messages() > 0 || facts.live()) {
      flow.snapshots()
          .engagement(workspace, facts.id(), engagement)
          .onSuccess(e -> e.ifPresent(x -> begin(frameSeq, x)));
      return;
    }
    List<DesktopFrame.Line> conversation =
        card.text().isEmpty()
            ? List.of()
            : List.of(new DesktopFrame.Line("person", card.text(), card.arrivedAt()));
    begin(
        frameSeq,
        new DesktopFrame.Engagement(
            engagement,
            card,
            facts.engagementState(),
            facts.engagedAt() == null ? card.arrivedAt() : facts.engagedAt(),
            conversation));
  }

  /** The navigator was asked about somebody else's engagement and accepted. */
  void consulted(long frameSeq, Facts facts, DesktopFrame.Consult consult) {
    flow.snapshots()
        .engagement(workspace, facts.id(), consult.id())
        .onSuccess(e -> e.ifPresent(x -> begin(frameSeq, x.consulted(consult.id(), consult))));
  }

  private void begin(long frameSeq, DesktopFrame.Engagement engagement) {
    cards.put(engagement.id(), engagement.contact());
    startedAt.put(engagement.id(), engagement.startedAt());
    deliver(new DesktopFrame.EngagementStarted(frameSeq, engagement));
  }

  void ended(long frameSeq, OfferId engagement, ContactId contact, String cause) {
    cards.remove(engagement);
    handedOver.remove(engagement);
    Instant since = startedAt.remove(engagement);
    if (since != null) {
      flow.handled(since);
    }
    deliver(new DesktopFrame.EngagementEnded(frameSeq, engagement, contact, cause));
  }

  void superseded() {
    sendAway(4409, "connected elsewhere");
  }

  /**
   * The store has taken the desktop for gone, as when this node was silent: it is to come again.
   */
  void givenUp() {
    sendAway(1013, "given up meanwhile; connect again");
  }

  private void sendAway(int code, String reason) {
    if (!gone) {
      gone = true;
      link.close(code, reason);
    }
  }

  /** Whether the store's sequence has been ahead of ours on two looks in a row. */
  boolean behind(String storeEpoch, long storeSeq) {
    if (gone || !ready || !storeEpoch.equals(epoch) || storeSeq <= seq) {
      behindSince = 0;
      return false;
    }
    boolean again = behindSince == seq + 1;
    behindSince = seq + 1;
    return again;
  }

  void redeliver(DesktopFrame.Snapshot fresh) {
    take(fresh);
    link.deliver(fresh);
    release();
  }

  @Override
  public String id() {
    return navigator + "." + epoch;
  }

  @Override
  public DesktopFrame.Snapshot snapshot() {
    if (snapshot == null) {
      throw new IllegalStateException("the session is not open yet");
    }
    return snapshot;
  }

  @Override
  public Future<DesktopFrame> refresh() {
    hold();
    return flow.snapshots()
        .of(workspace, navigator)
        .<DesktopFrame>map(
            fresh -> {
              take(fresh);
              flow.later(this::release);
              return fresh;
            })
        .onFailure(e -> release());
  }

  @Override
  public long seq() {
    return seq;
  }

  /**
   * Takes up the activity that the desktop asked for with its hello. The welcome was all the answer
   * to that, so nobody would ask again when the store fails: it is tried until the store answers,
   * the desktop is gone, or the navigator asks for another.
   */
  void begin(String activity) {
    begins = activity;
    begin();
  }

  private void begin() {
    String activity = begins;
    if (activity != null && !gone) {
      change(activity)
          .onSuccess(answered -> begins = null)
          .onFailure(e -> flow.tryAgain(this::begin));
    }
  }

  @Override
  public Future<CommandResult> setActivity(String activity) {
    begins = null;
    return change(activity);
  }

  private Future<CommandResult> change(String activity) {
    return flow.run(this, t -> t.setActivity(workspace.id(), navigator, epoch, activity));
  }

  @Override
  public Future<CommandResult> accept(OfferId offer) {
    return flow.runOnOffer(
        this, t -> t.acceptOffer(workspace.id(), navigator, epoch, offer.value()));
  }

  @Override
  public Future<CommandResult> reject(OfferId offer, String reason) {
    return flow.runOnOffer(
        this, t -> t.rejectOffer(workspace.id(), navigator, epoch, offer.value(), reason));
  }

  @Override
  public Future<CommandResult> message(OfferId engagement, String text, @Nullable String key) {
    return flow.message(this, engagement, text, key, false);
  }

  @Override
  public Future<CommandResult> note(OfferId engagement, String text, @Nullable String key) {
    return flow.message(this, engagement, text, key, true);
  }

  @Override
  public Future<CommandResult> hold(OfferId engagement) {
    return flow.steer(this, engagement, "hold");
  }

  @Override
  public Future<CommandResult> mute(OfferId engagement) {
    return flow.steer(this, engagement, "mute");
  }

  @Override
  public Future<CommandResult> resume(OfferId engagement) {
    return change(engagement, "resume");
  }

  @Override
  public Future<CommandResult> park(OfferId engagement) {
    return change(engagement, "park");
  }

  private Future<CommandResult> change(OfferId engagement, String change) {
    return flow.change(this, engagement, change);
  }

  @Override
  public Future<CommandResult> transfer(
      OfferId engagement, @Nullable String toNavigator, @Nullable String toQueue, boolean warm) {
    if (toNavigator == null && isNoQueue(toQueue)) {
      return NO_QUEUE;
    }
    if (navigator.equals(toNavigator)) {
      return Future.succeededFuture(
          CommandResult.refused("navigator-unavailable", "That is yourself."));
    }
    if (warm) {
      return flow.handOvers().warmTransfer(this, engagement, toNavigator, toQueue);
    }
    if (toNavigator != null) {
      return flow.run(
          this,
          t ->
              t.transferEngagement(
                  workspace.id(),
                  navigator,
                  epoch,
                  engagement.value(),
                  toNavigator,
                  TRANSFER_HOLD.toMillis(),
                  -1,
                  "",
                  ""));
    }
    return flow.handOvers()
        .transferToQueue(this, engagement, Objects.requireNonNull(toQueue), HoldTimes.DEFAULT);
  }

  @Override
  public Future<CommandResult> sendOutside(OfferId engagement, String nameOrNumber) {
    return flow.handOvers().sendOutside(this, engagement, nameOrNumber);
  }

  @Override
  public Future<CommandResult> callInterpreter(OfferId engagement, String language) {
    return flow.handOvers().callInterpreter(this, engagement, language);
  }

  private boolean isNoQueue(@Nullable String queue) {
    return queue == null || !Lane.isName(queue) || !flow.handOvers().isQueue(workspace, queue);
  }

  @Override
  public Future<CommandResult> consult(
      OfferId engagement, @Nullable String toNavigator, @Nullable String toQueue) {
    if (toNavigator == null && isNoQueue(toQueue)) {
      return NO_QUEUE;
    }
    return flow.handOvers().consult(this, engagement, toNavigator, toQueue);
  }

  @Override
  public Future<CommandResult> conference(OfferId engagement) {
    return flow.handOvers().changeConsult(this, engagement, "", "conference");
  }

  @Override
  public Future<CommandResult> takeBack(OfferId engagement) {
    return flow.handOvers().changeConsult(this, engagement, "", "take_back");
  }

  @Override
  public Future<CommandResult> finish(OfferId engagement) {
    return orHandOver(
        engagement,
        () ->
            flow.run(
                this,
                t ->
                    t.finishEngagement(
                        workspace.id(), navigator, epoch, engagement.value(), "", "", "")));
  }

  @Override
  public Future<CommandResult> complete(
      OfferId engagement, String disposition, String notes, List<ContactId> members) {
    return orHandOver(
        engagement, () -> flow.complete(this, engagement, disposition, notes, members));
  }

  /** Whoever asked for a warm transfer and is done leaves the contact to whoever accepted it. */
  private Future<CommandResult> orHandOver(
      OfferId engagement, Supplier<Future<CommandResult>> end) {
    return handedOver.contains(engagement)
        ? flow.handOvers().handOver(this, engagement, "", end)
        : end.get();
  }

  void handsOver(OfferId engagement) {
    handedOver.add(engagement);
  }

  @Override
  public Future<CommandResult> acknowledge(ContactId contact) {
    return Future.succeededFuture(
        CommandResult.refused("role-forbidden", "That needs a supervisor's desktop."));
  }

  @Override
  public void heard() {
    // A desktop that speaks is there; its silence is noticed by the door, which calls lost().
  }

  @Override
  public void lost() {
    if (!gone) {
      gone = true;
      flow.lost(this, false);
    }
  }

  @Override
  public Future<CommandResult> close() {
    if (gone) {
      return Future.succeededFuture(CommandResult.DONE);
    }
    gone = true;
    return flow.lost(this, true);
  }
}
