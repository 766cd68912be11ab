package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.AdoptionPolicy;
import dev.twinmaker.syncjob.api.DeletionPolicy;
import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.ReplacementPolicy;
import dev.twinmaker.syncjob.api.TagPolicy;
import dev.twinmaker.syncjob.core.port.Policy;

/** Policies that differ from the default in one point, and more. */
final class Policies {

    static final Policy RETAIN = with(Policy.DEFAULT, DeletionPolicy.RETAIN);
    static final Policy ADOPT = with(Policy.DEFAULT, AdoptionPolicy.IF_UNOWNED);
    static final Policy ON_APPROVAL = with(Policy.DEFAULT, ReplacementPolicy.ON_APPROVAL);
    static final Policy AUTOMATIC = with(Policy.DEFAULT, ReplacementPolicy.AUTOMATIC);
    static final Policy AUTHORITATIVE = with(Policy.DEFAULT, TagPolicy.AUTHORITATIVE);
    static final Policy OBSERVE = with(Policy.DEFAULT, ManagementPolicy.OBSERVE_ONLY);
    static final Policy SUSPENDED = suspended(Policy.DEFAULT);
    static final Policy GUARDED = guarded(Policy.DEFAULT);

    private Policies() {}

    static Policy with(Policy p, DeletionPolicy deletion) {
        return new Policy(
                deletion, p.adoption(), p.replacement(), p.tags(), p.management(), p.suspended(), p.guarded());
    }

    static Policy with(Policy p, AdoptionPolicy adoption) {
        return new Policy(
                p.deletion(), adoption, p.replacement(), p.tags(), p.management(), p.suspended(), p.guarded());
    }

    static Policy with(Policy p, ReplacementPolicy replacement) {
        return new Policy(
                p.deletion(), p.adoption(), replacement, p.tags(), p.management(), p.suspended(), p.guarded());
    }

    static Policy with(Policy p, TagPolicy tags) {
        return new Policy(
                p.deletion(), p.adoption(), p.replacement(), tags, p.management(), p.suspended(), p.guarded());
    }

    static Policy with(Policy p, ManagementPolicy management) {
        return new Policy(
                p.deletion(), p.adoption(), p.replacement(), p.tags(), management, p.suspended(), p.guarded());
    }

    static Policy suspended(Policy p) {
        return new Policy(p.deletion(), p.adoption(), p.replacement(), p.tags(), p.management(), true, p.guarded());
    }

    static Policy guarded(Policy p) {
        return new Policy(p.deletion(), p.adoption(), p.replacement(), p.tags(), p.management(), p.suspended(), true);
    }
}
