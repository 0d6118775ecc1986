package dev.haven.server.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The headers of every page for people: it may load nothing but its own scripts and styles, call
 * nothing but its own door and what is named, and be framed by nobody but who is named. {@code
 * Strict-Transport-Security} only where the door is reached by https: over plain HTTP it must not
 * be sent (RFC 6797, 7.2).
 */
public final class PageHeaders {
  private PageHeaders() {}

  /**
   * @param secure whether the world reaches this door by https
   * @param mayCall origins that the page's scripts may call beside their own
   * @param mayFrame origins whose pages may show this one
   */
  public static Map<String, String> of(
      boolean secure, List<String> mayCall, List<String> mayFrame) {
    Map<String, String> headers = new TreeMap<>();
    headers.put(
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
            + " font-src 'self'; connect-src 'self'"
            + listed(mayCall)
            + "; form-action 'self'; base-uri 'none'; frame-ancestors"
            + (mayFrame.isEmpty() ? " 'none'" : listed(mayFrame))
            + "; require-trusted-types-for 'script'");
    headers.put("referrer-policy", "no-referrer");
    headers.put("cross-origin-opener-policy", "same-origin");
    headers.put("cross-origin-resource-policy", "same-origin");
    headers.put(
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()");
    if (secure) {
      headers.put("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    return headers;
  }

  private static String listed(List<String> origins) {
    return origins.isEmpty() ? "" : " " + String.join(" ", origins);
  }
}
