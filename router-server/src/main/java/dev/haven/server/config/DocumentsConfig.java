package dev.haven.server.config;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the words of faxes, letters and pictures are read, by programs beside this one. Without it
 * what comes as a document stays unread until a navigator opens it.
 *
 * @param read whether they are read at all
 * @param sandbox a program and its words that each of the others is run by, such as one that takes
 *     the network away; empty for none
 * @param languages of tesseract, such as {@code eng+spa}
 * @param pages of one document that are read
 * @param within how long all of one document may take
 * @param megabytes of memory each program may have
 */
public record DocumentsConfig(
    boolean read,
    List<String> sandbox,
    String languages,
    int pages,
    Duration within,
    int megabytes) {
  private static final Pattern LANGUAGES = Pattern.compile("[a-z_]{3,20}(\\+[a-z_]{3,20}){0,9}");

  public DocumentsConfig {
    sandbox = List.copyOf(sandbox);
  }

  static DocumentsConfig read(Block block) {
    DocumentsConfig config =
        new DocumentsConfig(
            block.flag("read", false),
            block.textList("sandbox", List.of(), Forms.NAME, Forms.NAME_RANGE),
            block.text("languages", "eng+spa", LANGUAGES, "languages such as eng+spa"),
            block.integer("pages", 50, 1, 350),
            block.duration("within", ofMinutes(2), ofSeconds(1), ofMinutes(10)),
            block.integer("megabytes", 512, 128, 8_192));
    block.done();
    return config;
  }
}
