package dev.haven.adapter.support;

import dev.haven.channel.EndpointConfig;
import dev.haven.channel.NavigatorEndpoint;
import org.jspecify.annotations.Nullable;

/** Turns a navigator's {@code voice} into what a telephone system dials. */
public final class Dial {
  private final String sip;
  private final String number;
  private final String outside;

  /**
   * @param sip what {@code sip:user@host} becomes unless {@code config.dialSip} says; {@code
   *     {user}}, {@code {address}} and {@code {uri}} are put in
   * @param number what a number becomes unless {@code config.dialNumber} says, with {@code
   *     {number}}
   * @param outside the same of a number outside, unless {@code config.dialOutside} says
   */
  public Dial(EndpointConfig endpoint, String sip, String number, String outside) {
    this.sip = or(endpoint.text("dialSip"), sip);
    this.number = or(endpoint.text("dialNumber"), number);
    this.outside = or(endpoint.text("dialOutside"), outside);
  }

  public String endpoint(NavigatorEndpoint telephone) {
    return endpoint(telephone.voice(), telephone.outside() ? outside : number);
  }

  /** As it is when it names its technology, such as {@code PJSIP/nav-1} or {@code user/nav-1}. */
  private String endpoint(String voice, String form) {
    if (voice.startsWith("sip:") || voice.startsWith("sips:")) {
      String address = voice.substring(voice.indexOf(':') + 1);
      int at = address.indexOf('@');
      return sip.replace("{user}", at < 0 ? address : address.substring(0, at))
          .replace("{address}", address)
          .replace("{uri}", voice);
    }
    return voice.indexOf('/') > 0 ? voice : form.replace("{number}", voice);
  }

  private static String or(@Nullable String configured, String otherwise) {
    return configured == null ? otherwise : configured;
  }
}
