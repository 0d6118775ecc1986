package dev.haven.urgency;

/**
 * A word with everything that rules and model know of it by itself, found out once by the {@link
 * Dictionary}: whoever reads a text looks at one thing for each of its words. Immutable; nobody
 * changes the arrays.
 */
final class Word {
  final String text;

  /** Symbols that the phrases know it by, ascending; see {@link PhraseAutomaton#symbolsOf}. */
  final int[] symbols;

  /** A bit for each of its symbols, as {@link PhraseAutomaton} marks what a position takes. */
  final long evenSymbols;

  final long oddSymbols;

  /** Whether it may be skipped inside a phrase, and whether a gap takes it. */
  final boolean light;

  final boolean gap;

  /** Whether it is a number in digits or begins one that is spelled out. */
  final boolean beginsNumber;

  /** A bit for each list that it is on. */
  private final int lists;

  /** What {@link Grams} make of it. */
  final int hash;

  final int[] meanings;

  /** What it speaks for: English above 0, Spanish below. */
  final int vote;

  /** Whose numbers the next two are. */
  private final Vocabulary vocabulary;

  private final int number;
  private final int[] letters;

  Word(String text, RuleBook book, Vocabulary vocabulary) {
    this.text = text;
    symbols = book.automaton.symbolsOf(text);
    gap = !PhraseAutomaton.holds(symbols, PhraseAutomaton.NO_GAP);
    light = PhraseAutomaton.holds(symbols, PhraseAutomaton.LIGHT);
    evenSymbols = PhraseAutomaton.bits(symbols, gap, 0);
    oddSymbols = PhraseAutomaton.bits(symbols, gap, 1);
    lists = book.lists(text);
    beginsNumber = Tokenizer.isDigit(text.charAt(0)) || in(WordList.BEGINS_NUMBER);
    hash = Grams.hash(text);
    meanings = book.lexicon.of(text);
    vote = LanguageGuess.vote(text);
    this.vocabulary = vocabulary;
    number = vocabulary.numberOf(Grams.single(hash));
    letters = vocabulary.letters(text);
  }

  boolean in(WordList list) {
    return (lists & list.bit()) != 0;
  }

  /** Its number in a vocabulary, or {@link Vocabulary#UNKNOWN}. */
  int numberIn(Vocabulary other) {
    return other == vocabulary ? number : other.numberOf(Grams.single(hash));
  }

  /** The numbers of the letters in it that a vocabulary knows, in their order. */
  int[] lettersIn(Vocabulary other) {
    return other == vocabulary ? letters : other.letters(text);
  }

  boolean is(Word other) {
    return this == other || text.equals(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
