package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.port.Failure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the pages of a list, one call each. The SDK has no paginator for some lists, and those that it has would
 * not stop at a token that comes twice.
 *
 * @param page makes the call for the page that a token names, the first one for null
 * @param next the token of the page behind an answer; null or empty behind the last
 * @param most pages to read
 */
record Pages<R>(Function<@Nullable String, Calls.Answer<R>> page, Function<R, @Nullable String> next, int most) {

    /**
     * How a walk ended.
     *
     * @param failure why it ended early
     * @param more whether there are pages that were not asked for
     */
    record End(Optional<Failure> failure, boolean more) {}

    /**
     * Reads page by page, in order.
     *
     * @param what the call in words, for the text of a failure
     * @param reader takes an answer, and says what is wrong with it
     */
    End read(String what, Function<R, Optional<Failure>> reader) {
        Set<String> tokens = new HashSet<>();
        String token = null;
        for (int read = 0; read < most; read++) {
            Calls.Answer<R> answer = page.apply(token);
            if (answer.failure() != null) {
                return failed(answer.failure());
            }
            Optional<Failure> fault = reader.apply(answer.value());
            if (fault.isPresent()) {
                return failed(fault.get());
            }
            token = next.apply(answer.value());
            if (token == null || token.isEmpty()) {
                return new End(Optional.empty(), false);
            }
            if (!tokens.add(token)) {
                return failed(FailureTable.unreadable(what, "pages without an end"));
            }
        }
        return new End(Optional.empty(), true);
    }

    private static End failed(Failure failure) {
        return new End(Optional.of(failure), true);
    }
}
