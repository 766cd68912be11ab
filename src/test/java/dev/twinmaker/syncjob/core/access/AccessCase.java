package dev.twinmaker.syncjob.core.access;

import java.util.Locale;
import java.util.Map;

/**
 * One row of the table of accesses.
 *
 * @param regions what the access says of regions, and so on
 * @param allows whether adoption is allowed by it
 * @param adopts whether the object asks for adoption
 * @param held whether our finalizer is on the object
 * @param leaving whether the accesses are being deleted
 * @param required whether every object needs an access
 */
record AccessCase(
        Setup setup,
        Home home,
        Regions regions,
        Listed roles,
        Listed workspaces,
        boolean allows,
        boolean adopts,
        boolean deleting,
        boolean held,
        boolean leaving,
        boolean required) {

    /** A namespace and its labels. */
    enum Home {
        PLANT,
        BARN,
        YARD;

        Map<String, String> labels() {
            return switch (this) {
                case PLANT -> Map.of("team", "blue", "tier", "1");
                case BARN -> Map.of("team", "red");
                case YARD -> Map.of();
            };
        }

        String namespace() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which accesses there are, and by hand which of them are for which namespace. */
    enum Setup {
        NOTHING("", "", ""),
        NAMED("a", "", ""),
        BY_LABEL("a", "", ""),
        IN("a", "", ""),
        NOT_IN("", "a", "a"),
        EXISTS("a", "", ""),
        DOES_NOT_EXIST("", "a", "a"),
        TWO_CONDITIONS("", "a", ""),
        WITHOUT_CONDITIONS("a", "a", "a"),
        NAMED_TWICE("a b", "a", ""),
        NAMED_AND_LABELLED("a b", "b", ""),
        LABELLED_TWICE("a", "a b", "b"),
        UNCLEAR("", "", ""),
        NAMED_BESIDE_UNCLEAR("a", "", "");

        private final String plant;
        private final String barn;
        private final String yard;

        Setup(String plant, String barn, String yard) {
            this.plant = plant;
            this.barn = barn;
            this.yard = yard;
        }

        /** Names of the accesses that are for that namespace, separated by blanks. */
        String serving(Home home) {
            return switch (home) {
                case PLANT -> plant;
                case BARN -> barn;
                case YARD -> yard;
            };
        }

        boolean unclear() {
            return this == UNCLEAR || this == NAMED_BESIDE_UNCLEAR;
        }
    }

    /** What a list of an access says of the one value that the object asks for. */
    enum Listed {
        LEFT_OUT(false),
        EMPTY(false),
        ANOTHER(false),
        BEGINNING_OF_ANOTHER(false),
        EXACTLY(true),
        BEGINNING(true),
        ALL(true);

        final boolean allows;

        Listed(boolean allows) {
            this.allows = allows;
        }
    }

    /** What an access says of regions. The object is in the operator's. */
    enum Regions {
        LEFT_OUT(true),
        LISTED(true),
        ANOTHER(false);

        final boolean allows;

        Regions(boolean allows) {
            this.allows = allows;
        }
    }
}
