package dev.twinmaker.syncjob.aws;

import static dev.twinmaker.syncjob.aws.RoleBench.IDENTITY;
import static dev.twinmaker.syncjob.aws.RoleBench.OPERATOR_KEY;
import static dev.twinmaker.syncjob.aws.RoleBench.PUMPS;
import static dev.twinmaker.syncjob.simulator.PolicyFiles.CLUSTER;
import static dev.twinmaker.syncjob.simulator.PolicyFiles.ownerTags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.AssumedRole;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Outcome;
import dev.twinmaker.syncjob.simulator.Policy;
import dev.twinmaker.syncjob.simulator.PolicyFiles;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hub that may only assume spokes, and a spoke that has the policy of the operator. */
class SpokesUnderPolicyTest {

    private static final AssumedRole SPOKE = new AssumedRole(
            "arn:aws:iam::" + PUMPS + ":role/spoke",
            Optional.empty(),
            "syncjob-operator-team",
            Map.of("twinmaker.dev/namespace", "team"));
    private static final String SYNC_ROLE = "arn:aws:iam::" + PUMPS + ":role/sync";

    @RegisterExtension
    static final RoleBench BENCH = new RoleBench();

    @BeforeEach
    void hub_and_spoke_have_their_policies() {
        BENCH.simulator().iam().policies().attach(OPERATOR_KEY, PolicyFiles.policy("accounts-hub-policy.json"));
        String ofSpoke = PolicyFiles.filled("operator-policy.json").replace(RoleBench.HOME, PUMPS);
        BENCH.simulator().iam().policies().attach(SPOKE.arn(), Policy.of(ofSpoke));
        BENCH.trust(SPOKE);
    }

    @Test
    void a_job_is_kept_as_the_spoke() {
        BENCH.sees(SPOKE);

        assertThat(BENCH.jobs().create(IDENTITY, SYNC_ROLE, ownerTags(CLUSTER), RoleBench.caller(SPOKE)))
                .isInstanceOf(Outcome.Done.class);

        Observation look = BENCH.jobs().look(IDENTITY, true, RoleBench.caller(SPOKE));
        assertThat(BENCH.jobs().delete(IDENTITY, ((Observation.Present) look).job(), RoleBench.caller(SPOKE)))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void the_hub_itself_may_do_nothing_with_jobs() {
        Observation look = BENCH.jobs().look(IDENTITY, false, Bench.CALLER);

        assertThat(RoleBench.failure(look).text()).contains("iottwinmaker:GetSyncJob on resource: ");
    }

    @Test
    void a_role_that_is_no_spoke_is_not_assumed_even_where_it_trusts_the_hub() {
        AssumedRole admin = RoleBench.role(PUMPS, "admin");
        BENCH.trust(admin);

        Failure failure = BENCH.failure(admin);

        assertThat(failure.kind()).isEqualTo(Failure.Kind.DENIED);
        assertThat(failure.text()).contains("no identity-based policy allows the sts:AssumeRole action");
    }

    @Test
    void session_tags_take_a_right_of_their_own() {
        BENCH.simulator().iam().policies().detach(OPERATOR_KEY);
        String untagged = PolicyFiles.filled("accounts-hub-policy.json").replace(", \"sts:TagSession\"", "");
        BENCH.simulator().iam().policies().attach(OPERATOR_KEY, Policy.of(untagged));

        BENCH.sees(RoleBench.role(PUMPS, "spoke"));
        assertThat(BENCH.failure(SPOKE).text()).contains("sts:TagSession");
    }
}
