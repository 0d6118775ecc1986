package dev.haven.flow;

import dev.haven.urgency.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a contact that names or quotes a person. It leaves the process sealed only.
 *
 * @param text the first message; later ones are kept apart
 * @param reasons of its urgency; spans point into the conversation's message they were found in
 * @param scorer version of what scored it
 * @param reply how to answer on the same line; null when there is no way back
 * @param call the live call; null when there is none
 * @param overrideReason what the person who overrode the tier wrote
 */
record Dossier(
    @Nullable String from,
    @Nullable String to,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String name,
    Map<String, String> attributes,
    List<Reason> reasons,
    String scorer,
    @Nullable Map<String, String> reply,
    @Nullable Map<String, String> call,
    @Nullable String overrideReason) {
  static final Dossier ERASED =
      new Dossier(null, null, null, null, null, Map.of(), List.of(), "", null, null, null);

  private static final String NOBODY = "?";

  /** Sealed with a key that this node has not. It is never written over what is sealed. */
  static final Dossier UNREADABLE =
      new Dossier(null, null, null, null, null, Map.of(), List.of(), NOBODY, null, null, null);

  Dossier {
    attributes = Map.copyOf(attributes);
    reasons = List.copyOf(reasons);
  }

  boolean readable() {
    return !scorer.equals(NOBODY);
  }

  Dossier withReasons(List<Reason> newReasons, String newScorer) {
    return new Dossier(
        from,
        to,
        subject,
        text,
        name,
        attributes,
        newReasons,
        newScorer,
        reply,
        call,
        overrideReason);
  }

  Dossier withOverride(String reason) {
    return new Dossier(
        from, to, subject, text, name, attributes, reasons, scorer, reply, call, reason);
  }

  @Override
  public String toString() {
    return "Dossier[***]";
  }
}
