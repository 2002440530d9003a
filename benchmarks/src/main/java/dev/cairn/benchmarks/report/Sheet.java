package dev.cairn.benchmarks.report;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/**
 * Charts side by side in one picture.
 *
 * @param columns how many in a row
 * @param charts one after another
 */
record Sheet(int columns, List<Chart> charts) {
  private static final int WIDTH = 940;
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final int DECIMALS = 1;

  Sheet {
    charts = List.copyOf(charts);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, svg());
  }

  String svg() throws IOException {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment("Made by cairn report.");
    context.setPrecision(DECIMALS);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    int height = 0;
    for (int from = 0; from < charts.size(); from += columns) {
      height += rowHeight(from);
    }
    graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
    graphics.setColor(Palette.GROUND);
    graphics.fillRect(0, 0, WIDTH, height);
    paint(graphics);
    StringWriter text = new StringWriter();
    graphics.stream(text, false);
    return text.toString();
  }

  private void paint(SVGGraphics2D graphics) {
    int width = WIDTH / columns;
    int top = 0;
    for (int from = 0; from < charts.size(); from += columns) {
      for (int i = from; i < Math.min(from + columns, charts.size()); i++) {
        Graphics2D place = (Graphics2D) graphics.create();
        place.translate((i - from) * width, top);
        charts.get(i).paint(place, width);
        place.dispose();
      }
      top += rowHeight(from);
    }
  }

  private int rowHeight(int from) {
    return charts.subList(from, Math.min(from + columns, charts.size())).stream()
        .mapToInt(Chart::height)
        .max()
        .orElse(0);
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new AssertionError("every JDK has a parser", e);
    }
  }
}
