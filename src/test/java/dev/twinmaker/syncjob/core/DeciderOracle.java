package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.AdoptionPolicy;
import dev.twinmaker.syncjob.api.DeletionPolicy;
import dev.twinmaker.syncjob.api.ManagementPolicy;
import dev.twinmaker.syncjob.api.TagPolicy;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;

/** What is to be done in each row, said as plainly as the documentation of the fields says it. */
final class DeciderOracle {

    static final String NONE = "none";
    static final String RELEASE = "release";
    static final String RECORD_KEYS = "record keys";
    static final String RECORD_CLAIM = "record claim";
    static final String RECORD_REPLACEMENT = "record replacement";
    static final String CREATE = "CreateSyncJob";
    static final String TAG = "TagResource";
    static final String UNTAG = "UntagResource";
    static final String DELETE = "DeleteSyncJob";

    private DeciderOracle() {}

    static String of(DeciderCase row) {
        if (row.deleting()) {
            return ofDeletion(row);
        }
        boolean mayWrite = !row.policy().suspended() && row.policy().management() == ManagementPolicy.FULL;
        return mayWrite ? ofLiving(row) : NONE;
    }

    private static String ofDeletion(DeciderCase row) {
        if (row.policy().management() == ManagementPolicy.OBSERVE_ONLY) {
            return RELEASE;
        }
        if (row.sight().kind() == Observation.Absent.class) {
            return row.sight().again() || row.told() == DeciderCase.Told.NOTHING ? RELEASE : NONE;
        }
        if (row.sight().state().isEmpty()) {
            return NONE;
        }
        boolean retains = row.policy().deletion() == DeletionPolicy.RETAIN;
        boolean tagsOnTheirWay = row.told() == DeciderCase.Told.CLAIM_SENT;
        return switch (row.claim()) {
            case NEIGHBOURS, ORPHANED, ANOTHERS -> tagsOnTheirWay ? NONE : RELEASE;
            case NOBODYS, TORN -> known(row) || tagsOnTheirWay ? NONE : RELEASE;
            case NOBODYS_FOR_LONG, TORN_FOR_LONG -> (known(row) && !retains) || tagsOnTheirWay ? NONE : RELEASE;
            case UNREAD, SAME_NAME -> NONE;
            case OURS -> ofOurDeletion(row, retains);
        };
    }

    private static String ofOurDeletion(DeciderCase row, boolean retains) {
        boolean kept = row.policy().guarded() && !retains;
        if (in(row, Job.State.DELETING) || kept || row.policy().suspended()) {
            return NONE;
        }
        return retains ? UNTAG : DELETE;
    }

    private static String ofLiving(DeciderCase row) {
        if (row.sight().kind() == Observation.Absent.class) {
            return ofAbsent(row);
        }
        if (row.sight().state().isEmpty()) {
            return NONE;
        }
        boolean adopts = row.policy().adoption() == AdoptionPolicy.IF_UNOWNED && !in(row, Job.State.DELETING);
        return switch (row.claim()) {
            case NEIGHBOURS, ANOTHERS, NOBODYS, TORN, TORN_FOR_LONG, SAME_NAME -> NONE;
            case ORPHANED, NOBODYS_FOR_LONG -> adopts ? ofAdoption(row) : NONE;
            case OURS -> ofOurs(row);
            case UNREAD -> unproven(ofOurs(row));
        };
    }

    private static String ofAdoption(DeciderCase row) {
        return row.told() == DeciderCase.Told.NOTHING ? RECORD_CLAIM : TAG;
    }

    private static String ofAbsent(DeciderCase row) {
        boolean named = row.told() != DeciderCase.Told.NOTHING;
        boolean replacing = named && row.approval().recorded();
        if (named && !row.sight().again()) {
            return NONE;
        }
        boolean forget = named && !replacing;
        return forget || row.drift() == DeciderCase.TagDrift.UNRECORDED ? RECORD_KEYS : CREATE;
    }

    private static String ofOurs(DeciderCase row) {
        if (in(row, Job.State.DELETING)) {
            return NONE;
        }
        boolean differs = row.roleDiffers() || in(row, Job.State.ERROR);
        if (differs && !row.policy().guarded()) {
            return ofReplacement(row);
        }
        return differs || in(row, Job.State.ACTIVE) ? mend(row) : NONE;
    }

    private static String ofReplacement(DeciderCase row) {
        boolean yes = switch (row.policy().replacement()) {
            case NEVER -> false;
            case AUTOMATIC -> true;
            case ON_APPROVAL -> neverActive(row) || approved(row);
        };
        return !yes ? mend(row) : row.approval().recorded() ? DELETE : RECORD_REPLACEMENT;
    }

    private static boolean neverActive(DeciderCase row) {
        return in(row, Job.State.CREATING) || in(row, Job.State.INITIALIZING);
    }

    private static boolean approved(DeciderCase row) {
        return switch (row.approval()) {
            case GIVEN, RECORDED -> true;
            case NONE, OF_ANOTHER_GENERATION, SPENT, RECORDED_UNASKED -> false;
        };
    }

    private static String mend(DeciderCase row) {
        if (row.claim() == DeciderCase.Claim.UNREAD) {
            return NONE;
        }
        return switch (row.drift()) {
            case NONE -> NONE;
            case MISSING, OWNER -> TAG;
            case UNRECORDED -> RECORD_KEYS;
            case SURPLUS -> UNTAG;
            case STRAY -> row.policy().tags() == TagPolicy.AUTHORITATIVE ? UNTAG : NONE;
        };
    }

    /** Without tags of this very look nothing is written. */
    private static String unproven(String action) {
        return action.equals(DELETE) ? NONE : action;
    }

    private static boolean known(DeciderCase row) {
        return row.told() == DeciderCase.Told.JOB;
    }

    private static boolean in(DeciderCase row, Job.State state) {
        return row.sight().state().filter(state::equals).isPresent();
    }
}
