package dev.haven.flow;

/**
 * What became of a command.
 *
 * @param outcome a code for journal and metrics
 * @param receipt names the message at its platform, empty when there is none
 */
record CommandEnd(String outcome, String receipt) {
  /** It was not tried, as an earlier one that stands to be tried again goes first. */
  static final CommandEnd BEHIND = new CommandEnd("behind");

  CommandEnd(String outcome) {
    this(outcome, "");
  }
}
