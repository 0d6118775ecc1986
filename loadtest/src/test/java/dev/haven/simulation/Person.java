package dev.haven.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Somebody who gets in touch.
 *
 * @param number by which the offer is known again; stands at the head of the text
 * @param channel as the interface names it
 * @param expected the tier that the text plainly has, as the interface names it
 * @param patience after how long without a navigator the person gives up, ms; 0 never does
 */
record Person(
    int number, String channel, String language, String expected, String text, long patience) {

  /** Keeps runs apart in what must be unique. */
  static final String RUN = Long.toString(System.currentTimeMillis(), 36);

  /** A way of saying something of that tier, in both languages. */
  private record Words(String tier, String english, String spanish) {}

  /** All that {@link #random} comes by. */
  static final List<String> CHANNELS = List.of("phone", "chat", "sms", "email", "fax", "mail");

  private static final List<Words> CRISIS =
      List.of(
          new Words("crisis", "I want to kill myself tonight", "quiero matarme esta noche"),
          new Words(
              "crisis",
              "I do not want to live any more and I have the pills here",
              "ya no quiero vivir y tengo las pastillas en la mano"));
  private static final List<Words> URGENT =
      List.of(
          new Words(
              "urgent_medical",
              "I had chemo on Tuesday and my fever is 102.4",
              "me pusieron la quimio el martes y tengo fiebre de 39.2"),
          new Words(
              "urgent_medical",
              "crushing chest pain and I cannot breathe",
              "tengo un dolor muy fuerte en el pecho y no puedo respirar"));
  private static final List<Words> DISTRESS =
      List.of(
          new Words(
              "high_distress",
              "I cannot stop crying, I cannot cope any more, please somebody talk to me",
              "no puedo parar de llorar, ya no puedo más, por favor que alguien hable conmigo"));
  private static final List<Words> REST =
      List.of(
          new Words(
              "elevated",
              "I am worried about the nausea since the new dose",
              "estoy preocupada por las náuseas desde la dosis nueva"),
          new Words(
              "routine",
              "please move my appointment to next week",
              "por favor cambie mi cita para la próxima semana"),
          new Words(
              "routine",
              "my copay card was declined at the pharmacy",
              "no aceptaron mi tarjeta de copago en la farmacia"),
          new Words(
              "routine",
              "where do I send the enrollment form",
              "a dónde mando el formulario de inscripción"));

  /**
   * Of a thousand, the shares are a test's and not a centre's: 10 crises, 20 medical emergencies,
   * 70 in distress; a third writes Spanish. Half call, the rest is spread over what is written.
   *
   * @param patience mean of the exponential patience of callers and chatters, ms; 0 for none
   */
  static Person random(int number, RandomGenerator random, long patience) {
    int share = random.nextInt(1_000);
    List<Words> of = share < 10 ? CRISIS : share < 30 ? URGENT : share < 100 ? DISTRESS : REST;
    return of(number, of.get(random.nextInt(of.size())), channel(random), random, patience);
  }

  /** One in distress, for a flood. */
  static Person inDistress(int number, RandomGenerator random) {
    List<Words> of = random.nextInt(4) == 0 ? CRISIS : DISTRESS;
    return of(number, of.get(random.nextInt(of.size())), "chat", random, 0);
  }

  /** One with a routine question by chat, for a flood. */
  static Person routine(int number, RandomGenerator random) {
    return of(number, REST.get(1 + random.nextInt(REST.size() - 1)), "chat", random, 0);
  }

  /** One who writes, by SMS or chat, with a random need. */
  static Person writing(int number, RandomGenerator random) {
    List<Words> of = random.nextInt(10) == 0 ? DISTRESS : REST;
    String channel = random.nextBoolean() ? "sms" : "chat";
    return of(number, of.get(random.nextInt(of.size())), channel, random, 0);
  }

  private static Person of(
      int number, Words words, String channel, RandomGenerator random, long patience) {
    boolean spanish = random.nextInt(3) == 0;
    return new Person(
        number,
        channel,
        spanish ? "es" : "en",
        words.tier(),
        "[n" + number + "n] " + (spanish ? words.spanish() : words.english()),
        mayLeave(channel) && patience > 0
            ? Math.max(1, (long) (-Math.log(1 - random.nextDouble()) * patience))
            : 0);
  }

  /** Whether somebody is there and waits; what is written stays. */
  static boolean mayLeave(String channel) {
    return channel.equals("phone") || channel.equals("chat");
  }

  private static String channel(RandomGenerator random) {
    int share = random.nextInt(100);
    return share < 50
        ? "phone"
        : share < 68
            ? "chat"
            : share < 85 ? "sms" : share < 95 ? "email" : share < 98 ? "fax" : "mail";
  }

  String address() {
    return switch (channel) {
      case "phone", "sms", "fax" -> String.format("+1202%07d", number % 10_000_000);
      case "email" -> "person" + number + "@example.org";
      default -> "person-" + number;
    };
  }

  /** As the interface takes it. */
  ObjectNode contact() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("channel", channel)
        .put("from", address())
        .put("to", "site")
        .put("text", text)
        .put("language", language)
        .put("idempotencyKey", RUN + '-' + number);
  }

  /** The number in a text that begins with it; -1 when there is none. */
  static int numberIn(String text) {
    int at = text.indexOf("[n");
    int end = at < 0 ? -1 : text.indexOf("n]", at);
    return end < 0 ? -1 : Integer.parseInt(text.substring(at + 2, end));
  }
}
