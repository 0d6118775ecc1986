package dev.haven.contact;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words by which somebody says on a text line that they want no more messages, or want them
 * again. As carriers do it, only the word by itself counts, whatever its case, accents and marks
 * around it: "please stop" is a sentence for a person to read. The words are those of North
 * American carriers and their Spanish counterparts.
 */
public enum OptOut {
  /** No further outreach. */
  STOP,
  /** The address may be reached again; a person's consent has to be given anew all the same. */
  START,
  /** Anything else. */
  NONE;

  private static final Set<String> STOPPING =
      Set.of(
          "stop",
          "stopall",
          "stop all",
          "unsubscribe",
          "cancel",
          "end",
          "quit",
          "revoke",
          "remove",
          "optout",
          "opt out",
          "alto",
          "baja",
          "darme de baja",
          "cancelar",
          "parar",
          "pare",
          "detener",
          "terminar",
          "salir",
          "fin",
          "no mas");
  private static final Set<String> STARTING =
      Set.of("start", "unstop", "subscribe", "iniciar", "comenzar", "alta", "reanudar");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");
  private static final int LONGEST = 40;

  public static OptOut of(String text) {
    if (text.length() > LONGEST) {
      return NONE;
    }
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    String words = NO_LETTERS.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    return STOPPING.contains(words) ? STOP : STARTING.contains(words) ? START : NONE;
  }
}
