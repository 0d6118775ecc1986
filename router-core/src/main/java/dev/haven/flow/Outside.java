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

  /** The numbers outside that calls may be brought to. */
  default Destinations destinations() {
    return Destinations.NONE;
  }

  /** The automatic first answer in that language; empty for none. */
  String firstAnswer(String language);

  /**
   * A file that came with a contact.
   *
   * @param source the door it came through
   * @param n names it within its contact
   */
  record FileOrder(
      WorkspaceId workspace, ContactId contact, Channel channel, String source, String n) {}

  /** Brings the files of contacts. */
  interface Files {
    /**
     * Brings a file here, and reads it where that is wanted. Answers a code for the journal; fails
     * when it should be tried again. Again for a file that is here: nothing more.
     */
    Future<String> bring(FileOrder file);

    /** A file will not be tried again. */
    Future<Void> giveUp(FileOrder file);

    /** Brings none. */
    Files NONE =
        new Files() {
          @Override
          public Future<String> bring(FileOrder file) {
            return Future.succeededFuture("not_kept");
          }

          @Override
          public Future<Void> giveUp(FileOrder file) {
            return Future.succeededFuture();
          }
        };
  }

  default Files files() {
    return Files.NONE;
  }

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
