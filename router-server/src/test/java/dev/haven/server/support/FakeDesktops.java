package dev.haven.server.support;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.flow.CommandResult;
import dev.haven.flow.DesktopFrame;
import dev.haven.flow.DesktopLink;
import dev.haven.flow.DesktopSession;
import dev.haven.flow.Desktops;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Desktop sessions in memory that write down what they are asked. */
public final class FakeDesktops implements Desktops {
  /** What was asked, in order, such as {@code accept c1.1}. */
  public final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  public final BlockingQueue<DesktopLink> links = new LinkedBlockingQueue<>();
  private volatile @Nullable Promise<CommandResult> slow;

  /** The next command completes only when that promise does. */
  public Promise<CommandResult> nextIsSlow() {
    Promise<CommandResult> promise = Promise.promise();
    slow = promise;
    return promise;
  }

  @Override
  public Future<DesktopSession> open(
      WorkspaceId workspace,
      NavigatorId navigator,
      DesktopLink link,
      long lastSeq,
      @Nullable String activity) {
    asked.add("open " + workspace + " " + navigator + " " + lastSeq + " " + activity);
    if (navigator.value().equals("stranger")) {
      return Future.failedFuture(new UnknownNavigator());
    }
    links.add(link);
    return Future.succeededFuture(new Session(navigator));
  }

  @Override
  public Future<DesktopSession> supervise(
      WorkspaceId workspace, String supervisor, DesktopLink link) {
    asked.add("supervise " + workspace + " " + supervisor);
    links.add(link);
    return Future.succeededFuture(new Session(new NavigatorId(supervisor)));
  }

  @Override
  public int sessions() {
    return links.size();
  }

  private Future<CommandResult> asked(String what) {
    asked.add(what);
    Promise<CommandResult> wait = slow;
    slow = null;
    if (wait != null) {
      return wait.future();
    }
    return Future.succeededFuture(
        what.contains("c9.9")
            ? CommandResult.refused("offer-expired", "The offer has ended.")
            : CommandResult.DONE);
  }

  private final class Session implements DesktopSession {
    private final NavigatorId navigator;

    Session(NavigatorId navigator) {
      this.navigator = navigator;
    }

    @Override
    public String id() {
      return "s1";
    }

    @Override
    public DesktopFrame.Snapshot snapshot() {
      return new DesktopFrame.Snapshot(
          7,
          new DesktopFrame.Self(
              navigator.value(), navigator.value(), "unavailable", null, List.of("en")),
          List.of(),
          List.of());
    }

    @Override
    public Future<DesktopFrame> refresh() {
      asked.add("refresh");
      return Future.succeededFuture(snapshot());
    }

    @Override
    public long seq() {
      return 7;
    }

    @Override
    public Future<CommandResult> setActivity(String activity) {
      return asked("activity " + activity);
    }

    @Override
    public Future<CommandResult> accept(OfferId offer) {
      return asked("accept " + offer);
    }

    @Override
    public Future<CommandResult> reject(OfferId offer, String reason) {
      return asked("reject " + offer + " " + reason);
    }

    @Override
    public Future<CommandResult> message(OfferId engagement, String text, @Nullable String key) {
      return asked("message " + engagement + " " + text);
    }

    @Override
    public Future<CommandResult> note(OfferId engagement, String text, @Nullable String key) {
      return asked("note " + engagement + " " + text);
    }

    @Override
    public Future<CommandResult> consult(
        OfferId engagement, @Nullable String toNavigator, @Nullable String toQueue) {
      return asked("consult " + engagement + " " + toNavigator + " " + toQueue);
    }

    @Override
    public Future<CommandResult> conference(OfferId engagement) {
      return asked("conference " + engagement);
    }

    @Override
    public Future<CommandResult> takeBack(OfferId engagement) {
      return asked("take back " + engagement);
    }

    @Override
    public Future<CommandResult> hold(OfferId engagement) {
      return asked("hold " + engagement);
    }

    @Override
    public Future<CommandResult> mute(OfferId engagement) {
      return asked("mute " + engagement);
    }

    @Override
    public Future<CommandResult> resume(OfferId engagement) {
      return asked("resume " + engagement);
    }

    @Override
    public Future<CommandResult> park(OfferId engagement) {
      return asked("park " + engagement);
    }

    @Override
    public Future<CommandResult> transfer(
        OfferId engagement, @Nullable String toNavigator, @Nullable String toQueue, boolean warm) {
      return asked("transfer " + engagement + " " + toNavigator + " " + toQueue + " " + warm);
    }

    @Override
    public Future<CommandResult> callInterpreter(OfferId engagement, String language) {
      return asked("interpreter " + engagement + " " + language);
    }

    @Override
    public Future<CommandResult> sendOutside(OfferId engagement, String nameOrNumber) {
      return asked("send outside " + engagement + " " + nameOrNumber);
    }

    @Override
    public Future<CommandResult> finish(OfferId engagement) {
      return asked("finish " + engagement);
    }

    @Override
    public Future<CommandResult> complete(
        OfferId engagement, String disposition, String notes, List<ContactId> members) {
      return asked("complete " + engagement + " " + disposition);
    }

    @Override
    public Future<CommandResult> acknowledge(ContactId contact) {
      return asked("acknowledge " + contact);
    }

    @Override
    public void heard() {}

    @Override
    public void lost() {
      asked.add("lost");
    }

    @Override
    public Future<CommandResult> close() {
      return asked("close");
    }
  }
}
