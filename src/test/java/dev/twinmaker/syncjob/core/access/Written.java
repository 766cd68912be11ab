package dev.twinmaker.syncjob.core.access;

import dev.twinmaker.syncjob.api.AssumeRole;
import dev.twinmaker.syncjob.api.AwsAccessSpec;
import dev.twinmaker.syncjob.api.LabelOperator;
import dev.twinmaker.syncjob.api.LabelRequirement;
import dev.twinmaker.syncjob.api.NamespaceSelector;
import dev.twinmaker.syncjob.api.SessionTag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An access as an admin writes it, part by part. */
final class Written {

    static final String ACCOUNT = "111111111111";
    static final List<String> ALL = List.of("*");

    @Nullable List<String> namespaces;

    @Nullable NamespaceSelector selector;

    @Nullable AssumeRole role;

    @Nullable List<String> regions;

    @Nullable List<String> roles = ALL;

    @Nullable List<String> workspaces = ALL;

    @Nullable Boolean adoption;

    @Nullable Double readRate;

    @Nullable Double writeRate;

    /** For these namespaces, as the operator itself, with all bounds open but the region and adoption. */
    static Written named(String... namespaces) {
        Written written = new Written();
        written.namespaces = List.of(namespaces);
        return written;
    }

    /** The same for the namespaces that fit. */
    static Written labelled(Map<String, String> labels, LabelRequirement... requirements) {
        Written written = new Written();
        written.selector = new NamespaceSelector(labels, List.of(requirements));
        return written;
    }

    static LabelRequirement asks(String key, LabelOperator operator, String... values) {
        return new LabelRequirement(key, operator, values.length == 0 ? null : List.of(values));
    }

    /** As the role of that account. */
    Written in(String account, SessionTag... tags) {
        return assuming(new AssumeRole(arn(account), null, List.of(tags)));
    }

    Written assuming(AssumeRole other) {
        role = other;
        return this;
    }

    Written rates(@Nullable Double reads, @Nullable Double writes) {
        readRate = reads;
        writeRate = writes;
        return this;
    }

    AwsAccessSpec spec() {
        return new AwsAccessSpec(namespaces, selector, role, regions, roles, workspaces, adoption, readRate, writeRate);
    }

    Access access(String name) {
        return WrittenAccess.of(name, spec(), Access.Phase.HELD, Wish.REGION);
    }

    Access unheld(String name) {
        return WrittenAccess.of(name, spec(), Access.Phase.UNHELD, Wish.REGION);
    }

    Access leaving(String name) {
        return WrittenAccess.of(name, spec(), Access.Phase.LEAVING, Wish.REGION);
    }

    /** One that cannot be understood. */
    static Access unclear(String name) {
        return WrittenAccess.of(name, new Written().spec(), Access.Phase.HELD, Wish.REGION);
    }

    static String arn(String account) {
        return "arn:aws:iam::" + account + ":role/operator";
    }
}
