package dev.haven.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One atomic transition, or one consistent read, as Redis runs it: a function of {@link
 * LuaLibrary}. Its code is {@code <verb>_<noun>.lua} beside this class; each file's header says
 * what it does.
 */
public enum LuaScript {
  PLACE_CONTACT,
  APPEND_MESSAGE,
  OVERRIDE_URGENCY,
  ABANDON_CONTACT,
  ACCEPT_OFFER,
  REJECT_OFFER,
  CHANGE_ENGAGEMENT,
  FINISH_ENGAGEMENT,
  SEND_MESSAGE,
  REPORT_DELIVERY,
  TRANSFER_ENGAGEMENT,
  CONSULT_ENGAGEMENT,
  CHANGE_CONSULT,
  SEND_OUTSIDE,
  CHANGE_OUTSIDE,
  CALL_INTERPRETER,
  ACKNOWLEDGE_ESCALATION,
  ASSIGN_CONTACT,
  SET_CONSENT,
  NOTE_PERSON,
  ERASE_PERSON,
  FLAG_ADVERSE_EVENT,
  OPEN_REPORT,
  FILL_REPORT,
  SETTLE_REPORT,
  OPEN_SESSION,
  LOSE_SESSION,
  SET_ACTIVITY,
  UPSERT_NAVIGATOR,
  REMOVE_NAVIGATOR,
  REGISTER_LANE,
  REGISTER_PROFILE,
  EXPIRE_DUE,
  RENEW_NODE,
  KEEP_LEASE,
  CLAIM_COMMANDS,
  FINISH_COMMAND,
  REQUEST_FILES,
  READ_CONTACT,
  READ_REPORT,
  READ_REPORTS,
  READ_DESKTOP,
  READ_QUEUES,
  READ_WAITING,
  READ_OWED,
  READ_ESCALATIONS,
  NOTE_READING,
  CHECK_SESSIONS,
  READ_SEATS,
  ARCHIVE_JOURNAL,
  CHECKPOINT_JOURNAL,
  ADVANCE_CLOCK,
  FIND_ORPHANS,
  APPLY_CONFIG,
  SWITCH_QUEUE;

  private final String transition = name().toLowerCase(Locale.ROOT);

  /** The transition's name everywhere, {@code <verb>_<noun>}. */
  public String transition() {
    return transition;
  }

  /** The file's name. */
  public String fileName() {
    return transition() + ".lua";
  }

  /** The name that Redis calls it by; another version of the code has another. */
  public String function() {
    return LuaLibrary.instance().function(this);
  }

  /** The file as written, header and comments included. */
  public static String read(String name) {
    try (InputStream in = LuaScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "no Lua file " + name + " beside " + LuaScript.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read Lua file " + name, e);
    }
  }
}
