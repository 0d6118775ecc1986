package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.time.Instant;

/** What a site has said and told outside for a person in distress whom nobody has taken yet. */
public interface Outside {
  /**
   * A rung of the ladder.
   *
   * @param id names this rung of this contact, the same at every try
   * @param rung what it does: {@code supervisors}, {@code on_call}
   */
  record Escalation(
      String id,
      WorkspaceId workspace,
      ContactId contact,
      Tier tier,
      Channel channel,
      String language,
      Instant arrivedAt,
      String rung) {}

  /**
   * Tells whoever the site named for the rung. Answers a code for the journal; fails when it should
   * be tried again.
   */
  Future<String> tell(Escalation escalation);

  /**
   * A report that is owed outside, with all that was filled in.
   *
   * @param id names this attempt of this report, the same at every try
   */
  record HandOff(String id, WorkspaceId workspace, Reports.Report report) {}

  /**
   * What became of a hand-off.
   *
   * @param outcome a code for the journal; {@code acknowledged} when a receiver has it
   * @param reference what the receiver calls it, a code; empty for none
   */
  record Taken(String outcome, String reference) {}

  /** Hands a submitted report to the site's receiver; fails when it should be tried again. */
  Future<Taken> handOff(HandOff handOff);

  /**
   * Tells the site that a report was not handed off in time; no criterion leaves with it. Answers a
   * code for the journal; fails when it should be tried again.
   */
  Future<String> late(HandOff handOff);

  /** The automatic first answer in that language; empty for none. */
  String firstAnswer(String language);

  /** Tells nobody and says nothing. */
  Outside NONE =
      new Outside() {
        @Override
        public Future<String> tell(Escalation escalation) {
          return Future.succeededFuture("nobody_named");
        }

        @Override
        public Future<Taken> handOff(HandOff handOff) {
          return Future.succeededFuture(new Taken("nobody_named", ""));
        }

        @Override
        public Future<String> late(HandOff handOff) {
          return Future.succeededFuture("nobody_named");
        }

        @Override
        public String firstAnswer(String language) {
          return "";
        }
      };
}
