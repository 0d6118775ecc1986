package dev.haven.telemetry;

/**
 * Every meter Haven has, with its unit and what it tells. Dashboards and alerts use only these;
 * tags have few values and never an id. Exemplars name a contact, see {@link OfferExemplars}.
 */
public enum Meter {
  CONTACTS("haven.contacts", "", "contacts placed, by channel and tier"),
  CONTACTS_WAITING(
      "haven.contacts.waiting",
      "",
      "contacts waiting now in the workspaces this node serves, by tier; take the maximum over nodes"),
  OLDEST_WAITING(
      "haven.oldest.waiting",
      "seconds",
      "how long the oldest waiting contact has waited, by tier; take the maximum over nodes"),
  TIME_TO_OFFER(
      "haven.time.to.offer", "seconds", "from placing a contact to its first offer, by tier"),
  TIME_TO_ACCEPT(
      "haven.time.to.accept", "seconds", "from arrival to acceptance, by tier and channel"),
  OFFERS("haven.offers", "", "offers ended, by outcome"),
  WEBSOCKET_SESSIONS("haven.websocket.sessions", "", "desktops open on this node"),
  NAVIGATORS_ADHERENCE(
      "haven.navigators.adherence",
      "",
      "navigators of the first 1,000 of a roster by whether they keep to their shift, by state"),
  MATCH_REPAIRED(
      "haven.match.repaired", "", "pairs that only the sweep found; anything but 0 is a fault"),
  COMMIT_WAIT("haven.commit.wait", "seconds", "waiting for replicas to confirm"),
  DEADLINE_LAG("haven.deadline.lag", "seconds", "how late the oldest due deadline was worked off"),
  STORE_CONNECTED(
      "haven.store.connected",
      "",
      "1 while every event loop of this node is connected to Redis, else 0"),
  REDIS_RECONNECTS("haven.redis.reconnects", "", "attempts to reach Redis again"),
  ADMISSION_WAITING(
      "haven.admission.waiting",
      "",
      "scored contacts on this node that wait for the store, because it takes no more at present"),
  ADMISSION_REFUSED(
      "haven.admission.refused",
      "",
      "contacts of no strict tier that were put off with 503, because too many wait for the store"),
  WEBHOOKS_REJECTED("haven.webhooks.rejected", "", "webhook requests refused, by reason"),
  ADAPTER_SESSION_UP(
      "haven.adapter.session.up",
      "",
      "sessions with a platform that are up on this node, by endpoint; take the sum over nodes"),
  ADAPTER_SESSION_ENDS(
      "haven.adapter.session.ends",
      "",
      "sessions with a platform that ended or could not be opened, by endpoint and cause"),
  ADAPTER_SESSION_REFUSED(
      "haven.adapter.session.refused",
      "",
      "what came over a session and was not believed or could not be framed, by endpoint and reason"),
  HTTP_REFUSED("haven.http.refused", "", "connections ended for the framing of a request, by code"),
  HTTP_PROBLEMS("haven.http.problems", "", "requests answered with a problem, by code"),
  WEBSOCKET_CLOSES("haven.websocket.closes", "", "desktops closed by this node, by close code"),
  EVENT_LOOP_BLOCKED(
      "haven.event.loop.blocked", "seconds", "how late a timer of the event loop ran"),
  EVENT_LOOP_SILENCE(
      "haven.event.loop.silence",
      "seconds",
      "how long ago each event loop of this node last came round, by its number from 0"),
  SCORER_FAILED(
      "haven.scorer.failed", "", "messages that could not be scored and were treated as elevated"),
  RULES_UNDECIDED(
      "haven.rules.undecided",
      "",
      "rules of the workflow that could not be decided for a contact and were passed over"),
  CONFIG_APPLIED("haven.config.applied", "", "configurations taken up while running, by outcome"),
  QUEUE_OFFERED(
      "haven.queue.offered", "", "first offers by queue and whether within the queue's target"),
  QUEUE_ABANDONED(
      "haven.queue.abandoned",
      "",
      "contacts that gave up before anybody answered, by queue and whether within its target"),
  ALARMS("haven.alarms", "", "alarms raised, by code"),
  COMMANDS("haven.commands", "", "outside effects finished, by type and outcome"),
  COMMANDS_PENDING(
      "haven.commands.pending", "", "outside effects under way in the workspaces this node serves"),
  NOTICES_REPAIRED(
      "haven.notices.repaired", "", "desktops that had missed a frame and got a snapshot");

  private final String meterName;
  private final String unit;
  private final String description;

  Meter(String meterName, String unit, String description) {
    this.meterName = meterName;
    this.unit = unit;
    this.description = description;
  }

  /**
   * The dotted name; Prometheus shows it with underscores, its unit and {@code _total} on counters.
   */
  public String meterName() {
    return meterName;
  }

  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }
}
