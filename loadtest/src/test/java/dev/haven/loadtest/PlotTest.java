package dev.haven.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PlotTest {
  @Test
  void shouldDrawEachMeasuredBarToTheScaleOfItsPanel() throws Exception {
    // given
    Plot plot =
        new Plot()
            .panel("p50 & p99, ms")
            .bar("floor", Spread.of(1, 1, 1))
            .bar("haven", Spread.of(2, 4, 2))
            .bar("absent", Spread.of());

    // when
    Document drawn =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(plot.svg().getBytes(StandardCharsets.UTF_8)));

    // then
    var bars = drawn.getElementsByTagName("rect");
    double floor = Double.parseDouble(width(bars.item(1)));
    double haven = Double.parseDouble(width(bars.item(2)));
    assertThat(bars.getLength()).isEqualTo(3);
    assertThat(haven).isEqualTo(2 * floor);
    assertThat(drawn.getDocumentElement().getTextContent())
        .contains("p50 & p99, ms", "2.000 [2.000-4.000]")
        .doesNotContain("absent");
  }

  private static String width(org.w3c.dom.Node bar) {
    return bar.getAttributes().getNamedItem("width").getTextContent();
  }
}
