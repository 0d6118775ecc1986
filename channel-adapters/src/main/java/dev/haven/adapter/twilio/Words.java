package dev.haven.adapter.twilio;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a waiting caller is told, in the caller's language. */
enum Words {
  ENGLISH(
      "en-US",
      "Thank you for calling. Please stay on the line, a navigator will be with you.",
      "If you or somebody else is in danger, or you think about hurting yourself, press 1 now.",
      "You are number %d in line.",
      "The expected wait is less than one minute.",
      "The expected wait is about %d minutes.",
      "Thank you. We are bringing you to somebody as soon as possible.",
      "All our lines are busy. Please stay on the line, you are not lost."),
  SPANISH(
      "es-MX",
      "Gracias por llamar. Por favor no cuelgue, un navegador le atenderá.",
      "Si usted u otra persona está en peligro, o piensa en hacerse daño, oprima 1 ahora.",
      "Usted es el número %d en la fila.",
      "El tiempo de espera estimado es de menos de un minuto.",
      "El tiempo de espera estimado es de unos %d minutos.",
      "Gracias. Le comunicamos con alguien lo antes posible.",
      "Todas nuestras líneas están ocupadas. Por favor no cuelgue, no perderemos su llamada.");

  private final String voice;
  private final String greeting;
  private final String danger;
  private final String position;
  private final String shortWait;
  private final String wait;
  private final String noted;
  private final String busy;

  Words(
      String voice,
      String greeting,
      String danger,
      String position,
      String shortWait,
      String wait,
      String noted,
      String busy) {
    this.voice = voice;
    this.greeting = greeting;
    this.danger = danger;
    this.position = position;
    this.shortWait = shortWait;
    this.wait = wait;
    this.noted = noted;
    this.busy = busy;
  }

  /** Spanish for {@code es} and its regions, English otherwise. */
  static Words in(String language) {
    return language.toLowerCase(Locale.ROOT).startsWith("es") ? SPANISH : ENGLISH;
  }

  /** The tag that chooses the speaking voice. */
  String voice() {
    return voice;
  }

  String greeting() {
    return greeting;
  }

  String danger() {
    return danger;
  }

  String noted() {
    return noted;
  }

  String busy() {
    return busy;
  }

  /** Place and expected wait, as far as they are known; may be empty. */
  String place(int position, @Nullable Duration estimatedWait) {
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
