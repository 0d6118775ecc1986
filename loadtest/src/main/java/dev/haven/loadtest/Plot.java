package dev.haven.loadtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Bars, one panel a figure, one bar a row, with the median as text and a line from least to most.
 * Each panel has a scale of its own that begins at zero; a bar says nothing about another panel.
 */
final class Plot {
  private static final int WIDTH = 720;
  private static final int LABEL = 190;
  private static final int BAR = 14;
  private static final int STEP = 20;
  private static final int HEAD = 30;

  private record Bar(String label, Spread value) {}

  private record Panel(String title, List<Bar> bars) {}

  private final List<Panel> panels = new ArrayList<>();

  /** Begins a panel; the bars that follow are its. */
  Plot panel(String title) {
    panels.add(new Panel(title, new ArrayList<>()));
    return this;
  }

  /** A bar of the panel begun last; left out when nothing was measured. */
  Plot bar(String label, Spread value) {
    if (!Double.isNaN(value.median())) {
      panels.get(panels.size() - 1).bars().add(new Bar(label, value));
    }
    return this;
  }

  String svg() {
    StringBuilder body = new StringBuilder();
    int y = 0;
    for (Panel panel : panels) {
      body.append(text(4, y + 20, "font-weight=\"bold\"", panel.title()));
      y += HEAD;
      double most = panel.bars().stream().mapToDouble(b -> b.value().most()).max().orElse(1);
      for (Bar bar : panel.bars()) {
        body.append(bar(bar, y, most <= 0 ? 1 : most));
        y += STEP;
      }
    }
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n%s</svg>%n",
        WIDTH,
        y + 10,
        WIDTH,
        y + 10,
        body);
  }

  private static String bar(Bar bar, int y, double most) {
    double scale = (WIDTH - LABEL - 170) / most;
    int middle = y + BAR / 2;
    return text(LABEL - 6, y + 11, "text-anchor=\"end\"", bar.label())
        + String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#4a7fb5\"/>%n"
                + "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222\"/>%n",
            LABEL,
            y,
            Math.max(1, bar.value().median() * scale),
            BAR,
            LABEL + bar.value().least() * scale,
            middle,
            LABEL + bar.value().most() * scale,
            middle)
        + text((int) (LABEL + bar.value().most() * scale) + 6, y + 11, "", bar.value().toString());
  }

  private static String text(int x, int y, String how, String what) {
    String safe = what.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return String.format(
        Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"#222\" %s>%s</text>%n", x, y, how, safe);
  }
}
