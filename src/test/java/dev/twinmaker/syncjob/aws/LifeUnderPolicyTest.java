package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.Bench.CALLER;
import static dev.twinmaker.syncjob.aws.Bench.IDENTITY;
import static dev.twinmaker.syncjob.aws.Bench.KEY;
import static dev.twinmaker.syncjob.aws.Bench.ROLE;
import static dev.twinmaker.syncjob.simulator.PolicyFiles.CLUSTER;
import static dev.twinmaker.syncjob.simulator.PolicyFiles.ownerTags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Inventory;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.core.port.SyncJobs.Caller;
import dev.twinmaker.syncjob.core.port.SyncJobs.Lane;
import dev.twinmaker.syncjob.core.port.Tally;
import dev.twinmaker.syncjob.simulator.JobSeed;
import dev.twinmaker.syncjob.simulator.JobView;
import dev.twinmaker.syncjob.simulator.Operation;
import dev.twinmaker.syncjob.simulator.Place;
import dev.twinmaker.syncjob.simulator.Policy;
import dev.twinmaker.syncjob.simulator.PolicyFiles;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The adapter under the policies that are shipped: all that it has to do is allowed, and nothing of a foreign job is. */
class LifeUnderPolicyTest {

    private static final String CREDENTIAL = "AKIDTEST";
    private static final Map<String, String> OURS = ownerTags(CLUSTER);
    private static final Map<String, String> THEIRS = ownerTags("their-cluster");
    private static final Map<String, String> USER = Map.of("team", "blue");

    @RegisterExtension
    static final Bench BENCH = new Bench();

    @BeforeEach
    void the_policy_of_the_operator_is_attached() {
        attach("operator-policy.json");
    }

    private static void attach(String file) {
        BENCH.simulator().iam().policies().attach(CREDENTIAL, PolicyFiles.policy(file));
    }

    private static TwinMakerSyncJobs jobs() {
        return BENCH.jobs();
    }

    private static void seed(Map<String, String> tags) {
        BENCH.simulator().world().addJob(JobSeed.active(KEY, ROLE).tagged(tags));
    }

    private static Job seen() {
        Observation look = jobs().look(IDENTITY, true, CALLER);
        assertThat(look).isInstanceOf(Observation.Present.class);
        return ((Observation.Present) look).job();
    }

    private static Map<String, String> tags() {
        return actual().tags();
    }

    private static JobView actual() {
        return BENCH.simulator().world().job(KEY).orElseThrow();
    }

    private static Map<String, String> both(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static void done(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    private static void denied(Outcome outcome, String action, String resource) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        denied(((Outcome.Rejected) outcome).failure(), action, resource);
    }

    private static void denied(Failure failure, String action, String resource) {
        assertThat(failure.kind()).isEqualTo(Failure.Kind.DENIED);
        assertThat(failure.effect()).isEqualTo(Failure.Effect.NONE);
        assertThat(failure.text()).contains("is not authorized to perform: " + action + " on resource: " + resource);
        AwsCall.assertFitForAStatus(failure.text());
    }

    @Test
    void a_job_is_created_read_tagged_counted_and_deleted() {
        assertThat(jobs().look(IDENTITY, true, CALLER)).isInstanceOf(Observation.Absent.class);
        done(jobs().create(IDENTITY, ROLE, both(USER, OURS), CALLER));
        assertThat(seen().tags()).contains(both(USER, OURS));

        done(jobs().tag(IDENTITY, seen(), Map.of("team", "red", "line", "1"), CALLER));
        done(jobs().untag(IDENTITY, seen(), Set.of("team"), CALLER));
        assertThat(tags()).isEqualTo(both(Map.of("line", "1"), OURS));
        assertThat(jobs().tally(IDENTITY, CALLER)).isInstanceOf(Tally.Known.class);

        done(jobs().delete(IDENTITY, seen(), CALLER));
        assertThat(seen().state()).isEqualTo("DELETING");
        BENCH.simulator().clock().advance(Duration.ofMinutes(1));
        assertThat(jobs().look(IDENTITY, true, CALLER)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void a_job_of_nobody_is_adopted_and_then_changed_and_deleted() {
        seed(USER);
        denied(jobs().delete(IDENTITY, seen(), CALLER), "iottwinmaker:DeleteSyncJob", KEY.arn());

        done(jobs().tag(IDENTITY, seen(), OURS, CALLER));
        done(jobs().tag(IDENTITY, seen(), Map.of("team", "red"), CALLER));
        done(jobs().delete(IDENTITY, seen(), CALLER));
    }

    @Test
    void the_job_of_an_object_of_this_cluster_that_is_gone_is_adopted_by_its_uid_alone() {
        seed(OURS);

        done(jobs().tag(IDENTITY, seen(), Map.of("twinmaker.dev/uid", "another"), CALLER));

        assertThat(tags()).isEqualTo(both(OURS, Map.of("twinmaker.dev/uid", "another")));
    }

    @Test
    void a_job_is_retained_and_is_out_of_reach_from_then_on() {
        seed(both(USER, OURS));

        done(jobs().untag(IDENTITY, seen(), OURS.keySet(), CALLER));

        assertThat(tags()).isEqualTo(USER);
        denied(jobs().delete(IDENTITY, seen(), CALLER), "iottwinmaker:DeleteSyncJob", KEY.arn());
        denied(jobs().untag(IDENTITY, seen(), Set.of("team"), CALLER), "iottwinmaker:UntagResource", KEY.arn());
    }

    @Test
    void a_job_of_another_cluster_is_read_and_not_touched_even_where_that_is_asked_for() {
        seed(both(USER, THEIRS));
        JobView before = actual();
        assertThat(seen().tags()).contains(both(USER, THEIRS));

        denied(jobs().delete(IDENTITY, seen(), CALLER), "iottwinmaker:DeleteSyncJob", KEY.arn());
        denied(jobs().untag(IDENTITY, seen(), THEIRS.keySet(), CALLER), "iottwinmaker:UntagResource", KEY.arn());
        denied(jobs().tag(IDENTITY, seen(), USER, CALLER), "iottwinmaker:TagResource", KEY.arn());
        denied(jobs().tag(IDENTITY, seen(), OURS, CALLER), "iottwinmaker:TagResource", KEY.arn());

        assertThat(actual()).isEqualTo(before);
    }

    @Test
    void a_job_that_changes_hands_between_the_look_and_the_delete_is_not_deleted() {
        seed(OURS);
        Job proven = seen();
        BENCH.simulator().world().replaceTags(KEY, THEIRS);

        denied(jobs().delete(IDENTITY, proven, CALLER), "iottwinmaker:DeleteSyncJob", KEY.arn());

        assertThat(actual().status().state().name()).isEqualTo("ACTIVE");
    }

    @Test
    void a_create_without_our_tags_or_with_another_role_or_elsewhere_makes_no_job() {
        String workspace = Place.in(Bench.REGION).workspaceArn("plant");
        String admin = "arn:aws:iam::123456789012:role/admin";
        Identity annex = new Identity(Bench.REGION, "annex", "SITEWISE");

        denied(jobs().create(IDENTITY, ROLE, USER, CALLER), "iottwinmaker:CreateSyncJob", workspace);
        denied(jobs().create(IDENTITY, ROLE, THEIRS, CALLER), "iottwinmaker:CreateSyncJob", workspace);
        denied(jobs().create(IDENTITY, admin, OURS, CALLER), "iam:PassRole", admin);
        denied(
                jobs().create(annex, ROLE, OURS, CALLER),
                "iottwinmaker:CreateSyncJob",
                Place.in(Bench.REGION).workspaceArn("annex"));

        assertThat(BENCH.simulator().world().jobs()).isEmpty();
    }

    @Test
    void a_create_that_meets_a_job_of_another_cluster_is_denied_and_the_next_look_tells_whose_it_is() {
        seed(THEIRS);

        denied(jobs().create(IDENTITY, ROLE, OURS, CALLER), "iottwinmaker:TagResource", KEY.arn());

        assertThat(seen().tags()).contains(THEIRS);
    }

    @Test
    void a_create_that_meets_our_own_earlier_one_is_a_conflict() {
        seed(OURS);

        Outcome outcome = jobs().create(IDENTITY, ROLE, OURS, CALLER);

        assertThat(((Outcome.Rejected) outcome).failure().kind()).isEqualTo(Failure.Kind.CONFLICT);
    }

    @Test
    void the_delete_of_a_job_that_has_gone_is_denied_and_the_next_look_tells_so() {
        seed(OURS);
        Job proven = seen();
        BENCH.simulator().world().removeJob(KEY);

        denied(jobs().delete(IDENTITY, proven, CALLER), "iottwinmaker:DeleteSyncJob", KEY.arn());

        assertThat(jobs().look(IDENTITY, true, CALLER)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void a_refused_create_in_a_workspace_that_is_not_there_is_told_from_others() {
        BENCH.simulator().world().removeWorkspace(Place.in(Bench.REGION), "plant");

        Outcome outcome = jobs().create(IDENTITY, ROLE, OURS, CALLER);

        assertThat(((Outcome.Rejected) outcome).failure().kind()).isEqualTo(Failure.Kind.NOT_FOUND);
    }

    @Test
    void what_there_is_is_listed_under_the_policy_of_the_import_alone() {
        seed(THEIRS);
        BENCH.simulator().iam().policies().detach(CREDENTIAL);
        attach("import-policy.json");
        Inventory inventory = jobs().inventory();

        assertThat(inventory.workspaces(Bench.REGION).items()).containsExactly("annex", "plant");
        assertThat(inventory.jobs(Bench.REGION, "plant").items()).containsExactly(IDENTITY);
        assertThat(seen().tags()).contains(THEIRS);
        denied(jobs().delete(IDENTITY, seen(), CALLER), "iottwinmaker:DeleteSyncJob", "arn:aws:iottwinmaker");
    }

    @Test
    void the_account_is_told_by_another_workspace_where_that_of_the_object_is_gone() {
        BENCH.simulator().world().removeWorkspace(Place.in(Bench.REGION), "plant");
        Caller counting = new Caller("uid", Lane.URGENT, Optional.of(Place.DEFAULT_ACCOUNT));
        assertThat(jobs().look(IDENTITY, true, counting)).isInstanceOf(Observation.Unreadable.class);

        attach("account-by-arns-policy.json");

        assertThat(jobs().look(IDENTITY, true, counting))
                .isEqualTo(new Observation.Absent(Optional.of(Place.DEFAULT_ACCOUNT)));
    }

    @Test
    void each_call_that_is_denied_was_sent_and_answered_once() {
        seed(THEIRS);

        jobs().delete(IDENTITY, seen(), CALLER);

        assertThat(BENCH.tries(Operation.DELETE_SYNC_JOB)).isEqualTo(List.of(1));
    }

    @Test
    void without_the_right_to_count_a_job_is_kept_all_the_same() {
        BENCH.simulator().iam().policies().detach(CREDENTIAL);
        String uncounted = PolicyFiles.filled("operator-policy.json")
                .replace("iottwinmaker:ListSyncResources", "iottwinmaker:GetSyncJob");
        BENCH.simulator().iam().policies().attach(CREDENTIAL, Policy.of(uncounted));

        done(jobs().create(IDENTITY, ROLE, OURS, CALLER));

        Tally tally = jobs().tally(IDENTITY, CALLER);
        assertThat(tally).isInstanceOf(Tally.Unreadable.class);
        denied(((Tally.Unreadable) tally).failure(), "iottwinmaker:ListSyncResources", "arn:aws:iottwinmaker");
        done(jobs().delete(IDENTITY, seen(), CALLER));
    }
}
