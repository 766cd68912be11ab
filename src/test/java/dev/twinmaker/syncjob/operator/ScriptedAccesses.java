package dev.twinmaker.syncjob.operator;

import dev.twinmaker.syncjob.core.access.Access;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API server that says of accesses what a test lets it say. */
final class ScriptedAccesses extends LiveAccesses {

    private List<Access> all = List.of();

    /** Labels of every namespace; null where they cannot be read. */
    @Nullable Map<String, String> labels = Map.of();

    boolean readable = true;

    ScriptedAccesses() {
        super(null, "eu-central-1", new Refusals());
    }

    /** These are all that there are. */
    void now(Access... accesses) {
        all = List.of(accesses);
    }

    @Override
    List<Access> all() throws Unreadable {
        if (!readable) {
            throw new Unreadable(null);
        }
        return all;
    }

    @Override
    Map<String, String> labels(String name) throws Unreadable {
        if (labels == null) {
            throw new Unreadable(null);
        }
        return labels;
    }
}
