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
        public String firstAnswer(String language) {
          return "";
        }
      };
}
