package dev.haven.flow;

/** What a supervisor switches on and off at a queue. */
public enum QueueSwitch {
  /** Rules see the queue as closed; what waits in it is served as ever. */
  EMERGENCY("emergency"),

  /**
   * What waits in the queue and is not strict is offered to nobody, and keeps its place; strict
   * contacts are offered as ever. What waits is matched at once when the pause ends.
   */
  PAUSE("pause");

  private final String code;

  QueueSwitch(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
