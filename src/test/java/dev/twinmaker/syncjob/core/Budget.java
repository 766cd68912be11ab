package dev.twinmaker.syncjob.core;

import java.util.Optional;

/**
 * How much of what is rare may still happen in a {@link World}.
 *
 * @param all of whatever kind
 * @param blind how many false "not found" among the faults
 */
record Budget(int all, int faults, int blind, int foreign, int edits) {

    /** So many in all, of each kind at most that many, and one false "not found": two of them are the truth by design. */
    static Budget of(int all, int each) {
        return new Budget(all, each, 1, each, each);
    }

    /** What is left after that, or nothing where it cannot be paid. */
    Optional<Budget> after(Deed.Cost cost) {
        Budget left = switch (cost) {
            case NONE -> this;
            case FAULT -> new Budget(all - 1, faults - 1, blind, foreign, edits);
            case BLIND -> new Budget(all - 1, faults - 1, blind - 1, foreign, edits);
            case FOREIGN -> new Budget(all - 1, faults, blind, foreign - 1, edits);
            case EDIT -> new Budget(all - 1, faults, blind, foreign, edits - 1);
        };
        return Optional.of(left).filter(Budget::possible);
    }

    /** Whether whatever may happen under the other one may happen under this one too. */
    boolean covers(Budget other) {
        return all >= other.all
                && faults >= other.faults
                && blind >= other.blind
                && foreign >= other.foreign
                && edits >= other.edits;
    }

    private boolean possible() {
        return all >= 0 && faults >= 0 && blind >= 0 && foreign >= 0 && edits >= 0;
    }
}
