package dev.twinmaker.syncjob.aws;

import dev.twinmaker.syncjob.core.Failure;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes calls through the SDK and tells the budget how they went. What the SDK throws comes back as a value. */
final class Calls {

    private final Duration callTimeout;

    Calls(Duration callTimeout) {
        this.callTimeout = callTimeout;
    }

    /** What a call came to: a value, or a failure where there is none. */
    record Answer<T>(@Nullable T maybe, @Nullable Failure failure) {
        T value() {
            if (maybe == null) {
                throw new IllegalStateException("no value: " + failure);
            }
            return maybe;
        }
    }

    /**
     * @param what the call in words, for the text of a failure
     */
    <T> Answer<T> make(Budget budget, String what, Supplier<T> request) {
        try {
            T value = request.get();
            budget.passed();
            return new Answer<>(value, null);
        } catch (RuntimeException e) {
            Failure failure = FailureTable.of(e, what, callTimeout);
            if (failure.kind() == Failure.Kind.THROTTLED) {
                budget.throttled();
            } else {
                budget.passed();
            }
            return new Answer<>(null, failure);
        }
    }
}
