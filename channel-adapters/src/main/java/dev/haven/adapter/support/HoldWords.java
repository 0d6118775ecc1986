package dev.haven.adapter.support;

import dev.haven.channel.Question;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a waiting caller is told, in the caller's language, by a platform that speaks itself. */
public enum HoldWords {
  ENGLISH(
      "en-US",
      "Thank you for calling. Please stay on the line, a navigator will be with you.",
      "If you or somebody else is in danger, or you think about hurting yourself, press %s now.",
      "You are number %d in line.",
      "The expected wait is less than one minute.",
      "The expected wait is about %d minutes.",
      "Thank you. We are bringing you to somebody as soon as possible.",
      "All our lines are busy. Please stay on the line, you are not lost.",
      "To leave a message and be called back, press %s.",
      "Please speak after the tone. When you have finished, hang up or press the pound key.",
      "Thank you. We have your message and will call you back. Goodbye.",
      "A person who needs help is waiting on the line. To talk to them now, press %s."),
  SPANISH(
      "es-MX",
      "Gracias por llamar. Por favor no cuelgue, un navegador le atenderá.",
      "Si usted u otra persona está en peligro, o piensa en hacerse daño, oprima %s ahora.",
      "Usted es el número %d en la fila.",
      "El tiempo de espera estimado es de menos de un minuto.",
      "El tiempo de espera estimado es de unos %d minutos.",
      "Gracias. Le comunicamos con alguien lo antes posible.",
      "Todas nuestras líneas están ocupadas. Por favor no cuelgue, no perderemos su llamada.",
      "Para dejar un mensaje y que le devolvamos la llamada, oprima %s.",
      "Por favor hable después del tono. Cuando termine, cuelgue u oprima la tecla de número.",
      "Gracias. Tenemos su mensaje y le devolveremos la llamada. Adiós.",
      "Una persona que necesita ayuda espera en la línea. Para hablar con ella ahora, oprima %s.");

  private final String voice;
  private final String greeting;
  private final String danger;
  private final String position;
  private final String shortWait;
  private final String wait;
  private final String noted;
  private final String busy;
  private final String voicemail;
  private final String speak;
  private final String kept;
  private final String take;

  HoldWords(
      String voice,
      String greeting,
      String danger,
      String position,
      String shortWait,
      String wait,
      String noted,
      String busy,
      String voicemail,
      String speak,
      String kept,
      String take) {
    this.voice = voice;
    this.greeting = greeting;
    this.danger = danger;
    this.position = position;
    this.shortWait = shortWait;
    this.wait = wait;
    this.noted = noted;
    this.busy = busy;
    this.voicemail = voicemail;
    this.speak = speak;
    this.kept = kept;
    this.take = take;
  }

  /** Spanish for {@code es} and its regions, English otherwise. */
  public static HoldWords in(String language) {
    return language.toLowerCase(Locale.ROOT).startsWith("es") ? SPANISH : ENGLISH;
  }

  /** The tag that chooses the speaking voice. */
  public String voice() {
    return voice;
  }

  public String greeting() {
    return greeting;
  }

  /**
   * @param digit what to press
   */
  public String danger(String digit) {
    return danger.formatted(digit);
  }

  /**
   * The offer to leave a message.
   *
   * @param digit what to press
   */
  public String voicemail(String digit) {
    return voicemail.formatted(digit);
  }

  /** The person may speak. */
  public String speak() {
    return speak;
  }

  /** The message is kept. */
  public String kept() {
    return kept;
  }

  /** What whoever answers outside is asked before they get the caller; said twice. */
  public String question() {
    String once = take.formatted(Question.KEY);
    return once + " " + once;
  }

  public String noted() {
    return noted;
  }

  public String busy() {
    return busy;
  }

  /** Place and expected wait, as far as they are known; may be empty. */
  public String place(int position, @Nullable Duration estimatedWait) {
    StringBuilder said = new StringBuilder();
    if (position > 0) {
      said.append(this.position.formatted(position));
    }
    if (estimatedWait != null) {
      long minutes = (estimatedWait.toSeconds() + 59) / 60;
      said.append(said.isEmpty() ? "" : " ");
      said.append(minutes <= 1 ? shortWait : wait.formatted(minutes));
    }
    return said.toString();
  }
}
