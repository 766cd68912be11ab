package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.api.Replacement;
import dev.twinmaker.syncjob.api.ReplacementPolicy;
import dev.twinmaker.syncjob.core.decision.Drifts;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Job;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What holds for the calls of every pass, whatever happened before. */
final class Laws {

    private final Scene scene;
    private final AwsDouble aws;
    private final Desired desired;
    private final @Nullable Replacement record;
    private final int mark;

    /** Made before the pass. */
    Laws(Scene scene, AwsDouble aws) {
        this.scene = scene;
        this.aws = aws;
        this.desired = scene.desired();
        this.record = scene.status.replacement();
        this.mark = aws.sent().mark();
    }

    /** To be called after it. */
    void check() {
        List<SentCalls.Call> calls = aws.sent().callsSince(mark);
        assertThat(calls).as("one write a pass").hasSizeLessThanOrEqualTo(1);
        for (SentCalls.Call call : calls) {
            assertThat(desired.policy().readOnly())
                    .as("a write under %s", desired.policy())
                    .isFalse();
            switch (call.operation()) {
                case CREATE ->
                    assertThat(desired.deleting()).as("a create in deletion").isFalse();
                case TAG -> tagged(call);
                case UNTAG -> {
                    ours(call);
                    assertThat(!desired.deleting() || desired.policy().retains())
                            .isTrue();
                }
                case DELETE -> {
                    ours(call);
                    deleted(call.seen().orElseThrow());
                }
                case LOOK, TALLY -> throw new IllegalArgumentException("no write: " + call);
            }
        }
    }

    private void tagged(SentCalls.Call call) {
        assertThat(desired.deleting()).as("tags set in deletion").isFalse();
        Optional<Owner> owner = named(call);
        boolean orphan = owner.filter(
                        named -> named.cluster().equals(desired.owner().cluster()))
                .filter(scene.owners::gone)
                .filter(named -> !named.sameNameAs(desired.owner()))
                .isPresent();
        if (owner.isEmpty() || orphan) {
            assertThat(orphan || tagsOf(call).keySet().stream().noneMatch(Owner::marks))
                    .as("adoption of a job with torn tags: %s", call.text())
                    .isTrue();
            assertThat(desired.policy().adopts())
                    .as("adoption by %s", desired.policy())
                    .isTrue();
            return;
        }
        ours(call);
    }

    private void ours(SentCalls.Call call) {
        Owner owner = named(call).orElseThrow(() -> new AssertionError("a write on a job of nobody: " + call.text()));
        assertThat(owner.cluster()).as(call.text()).isEqualTo(desired.owner().cluster());
        assertThat(owner.sameNameAs(desired.owner())).as(call.text()).isTrue();
    }

    private static Optional<Owner> named(SentCalls.Call call) {
        return Owner.in(tagsOf(call)).filter(Owner::named);
    }

    private static Map<String, String> tagsOf(SentCalls.Call call) {
        return call.seen().flatMap(Job::tags).orElseThrow();
    }

    private void deleted(Job job) {
        Policy policy = desired.policy();
        if (desired.deleting()) {
            assertThat(policy.guarded() || policy.retains())
                    .as("deleted under %s", policy)
                    .isFalse();
            return;
        }
        assertThat(policy.guarded()).as("replaced under protection").isFalse();
        assertThat(record).as("replaced without a record").isNotNull();
        assertThat(record.generation()).isEqualTo(desired.generation());
        assertThat(record.jobCreated()).isEqualTo(Texts.precise(job.created()));
        boolean differs = Drifts.roleDiffers(desired, job) || job.known() == Job.State.ERROR;
        assertThat(differs).as("replaced though as specified").isTrue();
        assertThat(agreed(job)).as("replaced without a yes under %s", policy).isTrue();
    }

    private boolean agreed(Job job) {
        ReplacementPolicy replacement = desired.policy().replacement();
        if (replacement != ReplacementPolicy.ON_APPROVAL) {
            return replacement == ReplacementPolicy.AUTOMATIC;
        }
        String generation = Long.toString(desired.generation());
        return switch (job.known()) {
            case CREATING, INITIALIZING -> true;
            case ERROR -> approvedFor(generation) || lost() == 0;
            case ACTIVE, DELETING, UNKNOWN -> approvedFor(generation);
        };
    }

    private boolean approvedFor(String generation) {
        return desired.requests().approval().filter(generation::equals).isPresent();
    }

    private int lost() {
        return aws.actual().orElseThrow().synced();
    }
}
