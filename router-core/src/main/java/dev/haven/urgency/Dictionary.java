package dev.haven.urgency;

import java.util.List;

/**
 * The words that people wrote lately, as written and as they are read: what is known of one lies in
 * one place, and is found out again only when a text brings a word that was not there lately.
 *
 * <p>Safe for any thread.
 */
final class Dictionary {
  private final RuleBook book;
  private final Vocabulary vocabulary;
  private final RecentWords<Word> words = new RecentWords<>(this::find);
  private final RecentWords<Word[]> written = new RecentWords<>(this::read);

  /**
   * @param vocabulary of the model that will read the words; another one is slower with them
   */
  Dictionary(RuleBook book, Vocabulary vocabulary) {
    this.book = book;
    this.vocabulary = vocabulary;
  }

  Spelling spelling() {
    return book.spelling;
  }

  /** A word that is spelled right. */
  Word of(String text) {
    return words.of(text);
  }

  /** The words that a written one stands for; itself when nothing is known of it. */
  Word[] expand(String raw) {
    return written.of(raw);
  }

  /** The same of the first letters of an array. */
  Word[] expand(char[] raw, int length) {
    return written.of(raw, length);
  }

  private Word find(String text) {
    return new Word(text, book, vocabulary);
  }

  private Word[] read(String raw) {
    List<String> texts = book.spelling.expand(raw);
    var read = new Word[texts.size()];
    for (int i = 0; i < read.length; i++) {
      read[i] = of(texts.get(i));
    }
    return read;
  }
}
