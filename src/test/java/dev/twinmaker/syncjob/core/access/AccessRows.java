package dev.twinmaker.syncjob.core.access;

import static dev.twinmaker.syncjob.core.access.Written.asks;
import static dev.twinmaker.syncjob.core.access.Written.labelled;
import static dev.twinmaker.syncjob.core.access.Written.named;

import dev.twinmaker.syncjob.api.LabelOperator;
import dev.twinmaker.syncjob.core.access.AccessCase.Home;
import dev.twinmaker.syncjob.core.access.AccessCase.Listed;
import dev.twinmaker.syncjob.core.access.AccessCase.Regions;
import dev.twinmaker.syncjob.core.access.AccessCase.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Everything that a grant can depend on, in all combinations. */
final class AccessRows {

    private static final boolean[] BOTH = {false, true};

    private AccessRows() {}

    /** Every row, with the accesses that it stands for. */
    static void each(BiConsumer<AccessCase, Accesses> row) {
        for (Setup setup : Setup.values()) {
            for (Regions regions : Regions.values()) {
                for (Lists lists : lists()) {
                    for (boolean allows : BOTH) {
                        each(setup, regions, lists.roles(), lists.workspaces(), allows, row);
                    }
                }
            }
        }
    }

    private record Lists(Listed roles, Listed workspaces) {}

    /** Each list beside one that allows all, and beside one that allows nothing. */
    private static List<Lists> lists() {
        List<Lists> lists = new ArrayList<>();
        for (Listed listed : Listed.values()) {
            lists.add(new Lists(listed, Listed.ALL));
            lists.add(new Lists(Listed.EMPTY, listed));
        }
        return lists;
    }

    private static void each(
            Setup setup,
            Regions regions,
            Listed roles,
            Listed workspaces,
            boolean allows,
            BiConsumer<AccessCase, Accesses> row) {
        for (boolean leaving : BOTH) {
            for (boolean required : BOTH) {
                Accesses accesses = accesses(setup, regions, roles, workspaces, allows, leaving, required);
                for (Home home : Home.values()) {
                    for (boolean adopts : BOTH) {
                        for (boolean deleting : BOTH) {
                            for (boolean held : BOTH) {
                                row.accept(
                                        new AccessCase(
                                                setup,
                                                home,
                                                regions,
                                                roles,
                                                workspaces,
                                                allows,
                                                adopts,
                                                deleting,
                                                held,
                                                leaving,
                                                required),
                                        accesses);
                            }
                        }
                    }
                }
            }
        }
    }

    /** How many rows there are. */
    static long count() {
        long lists = (long) Regions.values().length * lists().size();
        return lists * Setup.values().length * Home.values().length * (1 << 6);
    }

    private static Accesses accesses(
            Setup setup,
            Regions regions,
            Listed roles,
            Listed workspaces,
            boolean allows,
            boolean leaving,
            boolean required) {
        List<Access> all = new ArrayList<>();
        for (Map.Entry<String, Written> entry : written(setup).entrySet()) {
            Written written = entry.getValue();
            written.regions = list(regions);
            written.roles = list(roles, "arn:aws:iam::123456789012:role/", "sync");
            written.workspaces = list(workspaces, "fac", "tory");
            written.adoption = allows;
            all.add(leaving ? written.leaving(entry.getKey()) : written.access(entry.getKey()));
        }
        if (setup.unclear()) {
            all.add(Written.unclear("u"));
        }
        return Accesses.of(all, required);
    }

    /** Access {@code a} is for a role of an account, {@code b} for the operator itself. */
    private static Map<String, Written> written(Setup setup) {
        Map<String, Written> all = new TreeMap<>();
        Written first = first(setup);
        if (first != null) {
            all.put("a", first.in(Written.ACCOUNT));
        }
        switch (setup) {
            case NAMED_TWICE -> all.put("b", named("plant"));
            case NAMED_AND_LABELLED -> all.put("b", labelled(Map.of(), asks("team", LabelOperator.EXISTS)));
            case LABELLED_TWICE -> all.put("b", labelled(Map.of(), asks("tier", LabelOperator.DOES_NOT_EXIST)));
            default -> {}
        }
        return all;
    }

    private static @Nullable Written first(Setup setup) {
        return switch (setup) {
            case NOTHING, UNCLEAR -> null;
            case NAMED, NAMED_AND_LABELLED, NAMED_BESIDE_UNCLEAR -> named("plant", "elsewhere");
            case NAMED_TWICE -> named("barn", "plant");
            case BY_LABEL -> labelled(Map.of("team", "blue"));
            case IN -> labelled(Map.of(), asks("team", LabelOperator.IN, "green", "blue"));
            case NOT_IN -> labelled(Map.of(), asks("team", LabelOperator.NOT_IN, "green", "blue"));
            case EXISTS -> labelled(Map.of(), asks("tier", LabelOperator.EXISTS));
            case DOES_NOT_EXIST -> labelled(Map.of(), asks("tier", LabelOperator.DOES_NOT_EXIST));
            case TWO_CONDITIONS -> labelled(Map.of("team", "red"), asks("tier", LabelOperator.DOES_NOT_EXIST));
            case WITHOUT_CONDITIONS -> labelled(Map.of());
            case LABELLED_TWICE -> labelled(Map.of(), asks("team", LabelOperator.IN, "red", "blue"));
        };
    }

    private static @Nullable List<String> list(Regions regions) {
        return switch (regions) {
            case LEFT_OUT -> null;
            case LISTED -> List.of("us-east-1", Wish.REGION);
            case ANOTHER -> List.of("us-east-1");
        };
    }

    private static @Nullable List<String> list(Listed listed, String beginning, String end) {
        return switch (listed) {
            case LEFT_OUT -> null;
            case EMPTY -> List.of();
            case ANOTHER -> List.of(beginning, beginning + end + "x");
            case BEGINNING_OF_ANOTHER -> List.of(beginning + end + "x*");
            case EXACTLY -> List.of(beginning + "x", beginning + end);
            case BEGINNING -> List.of(beginning + "*");
            case ALL -> Written.ALL;
        };
    }
}
