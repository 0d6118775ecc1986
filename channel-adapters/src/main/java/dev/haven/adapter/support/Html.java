package dev.haven.adapter.support;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * HTML as plain words with its line breaks; scripts, styles and pictures are left out. It is never
 * shown as HTML.
 */
public final class Html {
  /** Longest HTML that is read, in characters. */
  private static final int MAX_HTML = 2_000_000;

  private Html() {}

  public static String toText(String html) {
    String bounded = html.length() > MAX_HTML ? html.substring(0, MAX_HTML) : html;
    StringBuilder text = new StringBuilder();
    Element body = Jsoup.parse(bounded).body();
    body.select("script, style, head, title, noscript").remove();
    NodeTraversor.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
              append(text, words.text());
            } else if (node instanceof Element element && element.tagName().equals("br")) {
              text.append('\n');
            } else if (node instanceof Element element && element.isBlock()) {
              breakLine(text);
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (node instanceof Element element && element.isBlock()) {
              breakLine(text);
            }
          }
        },
        body);
    return text.toString().replace('\u00a0', ' ').strip();
  }

  private static void append(StringBuilder text, String words) {
    boolean startsLine = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
    text.append(startsLine ? words.stripLeading() : words);
  }

  private static void breakLine(StringBuilder text) {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
  }
}
