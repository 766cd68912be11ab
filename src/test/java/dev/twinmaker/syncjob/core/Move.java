package dev.twinmaker.syncjob.core;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One deed in a {@link World}. As text it reads {@code a.pass} or {@code while}.
 *
 * @param object whose it is, counted from 0; 0 where it is nobody's
 */
record Move(Deed deed, int object) {

    /** The deeds of that many objects. */
    static List<Move> all(int objects) {
        return Arrays.stream(Deed.values())
                .flatMap(deed -> deed.aboutOneObject()
                        ? IntStream.range(0, objects).mapToObj(object -> new Move(deed, object))
                        : Stream.of(new Move(deed, 0)))
                .toList();
    }

    /** The moves of a path, as {@link #toString} wrote them, with commas between. */
    static List<Move> path(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .map(Move::of)
                .toList();
    }

    private static Move of(String word) {
        int dot = word.indexOf('.');
        Deed deed = Deed.valueOf(word.substring(dot + 1).toUpperCase(Locale.ROOT));
        return new Move(deed, dot < 0 ? 0 : word.charAt(0) - 'a');
    }

    @Override
    public String toString() {
        String word = deed.name().toLowerCase(Locale.ROOT);
        return deed.aboutOneObject() ? (char) ('a' + object) + "." + word : word;
    }
}
