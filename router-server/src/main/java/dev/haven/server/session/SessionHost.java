package dev.haven.server.session;

import dev.haven.channel.EndpointConfig;
import dev.haven.channel.SessionAdapter;
import dev.haven.flow.HavenNode;
import dev.haven.flow.Shelf;
import dev.haven.server.http.Intake;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Keeps the sessions of all endpoints that have one, on one event loop. What they hear is taken in
 * the way webhooks are.
 */
public final class SessionHost {
  private final List<KeptSession> sessions;

  /**
   * @param leaseLife how long a node that died keeps its sessions from the others
   */
  public SessionHost(
      Collection<SessionAdapter> adapters,
      Intake intake,
      Shelf shelf,
      HavenNode node,
      Duration leaseLife,
      RandomGenerator random,
      Timers timers,
      RouterClock clock,
      RouterMeters meters) {
    Lease lease = new NodeLease(node);
    this.sessions =
        adapters.stream()
            .map(
                adapter ->
                    new KeptSession(
                        adapter,
                        new Inlet(adapter, intake, shelf, meters),
                        lease,
                        leaseLife,
                        random,
                        timers,
                        clock,
                        meters))
            .toList();
  }

  /** A lease for each endpoint, kept with the workspace it belongs to. */
  private record NodeLease(HavenNode node) implements Lease {
    @Override
    public Future<Boolean> hold(EndpointConfig endpoint) {
      return node.holds(endpoint.workspace(), name(endpoint));
    }

    @Override
    public Future<Void> yield(EndpointConfig endpoint) {
      return node.yields(endpoint.workspace(), name(endpoint));
    }

    private static String name(EndpointConfig endpoint) {
      return "session:" + endpoint.id();
    }
  }

  public void start() {
    sessions.forEach(KeptSession::start);
  }

  public Future<Void> stop() {
    return Future.join(sessions.stream().map(KeptSession::stop).toList()).mapEmpty();
  }

  /** By endpoint. */
  public Map<String, Standing> standings() {
    Map<String, Standing> standings = new TreeMap<>();
    for (KeptSession session : sessions) {
      standings.put(session.endpoint().id().value(), session.standing());
    }
    return standings;
  }
}
