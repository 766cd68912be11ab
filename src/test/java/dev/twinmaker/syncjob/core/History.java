package dev.twinmaker.syncjob.core;

import static dev.twinmaker.syncjob.core.Operation.CREATE;

import dev.twinmaker.syncjob.api.ReplacementPolicy;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Owners;
import dev.twinmaker.syncjob.core.port.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/** What happens to one job that two clusters ask for: people, strangers, faults, crashes and passes in any order. */
final class History {

    private enum Step {
        PASS,
        FOLLOW,
        CRASH,
        RESTART,
        WAIT,
        STALE_PASS,
        FAIL_BEFORE,
        FAIL_AFTER,
        CREATE_LATE,
        BUSY,
        LAG,
        API_SERVER_SILENT,
        WRONG_CREDENTIALS,
        RIGHT_CREDENTIALS,
        EDIT_TAGS,
        EDIT_ROLE,
        EDIT_POLICY,
        EDIT_POLICY_TO_ACT,
        EDIT_POLICY_TO_REPLACE,
        APPROVE,
        TOKEN,
        FORCE_RELEASE,
        DELETE_OBJECT,
        RECREATE_OBJECT,
        JOB_DELETED,
        JOB_VANISHES,
        JOB_FAILS,
        JOB_SYNCED_NOTHING,
        JOB_RETAGGED,
        JOB_STRIPPED,
        JOB_TORN,
        JOB_TAGGED,
        STRANGER_CREATES
    }

    /** One step in one of the clusters, with a number that says how far, how long or which. */
    record Move(Step step, boolean first, int number) {}

    private static final int LONGEST = 60;

    /** What leads far is taken more often. */
    private static final List<Step> OFTEN = List.of(
            Step.EDIT_POLICY_TO_REPLACE,
            Step.EDIT_ROLE,
            Step.APPROVE,
            Step.JOB_FAILS,
            Step.RECREATE_OBJECT,
            Step.CRASH);

    private static final List<Operation> OPERATIONS = List.of(Operation.values());
    private static final List<Failure.Kind> KINDS = List.of(Failure.Kind.values());
    private static final List<Policy> ACTING =
            DeciderRows.POLICIES.stream().filter(policy -> !policy.readOnly()).toList();

    private static final List<Policy> REPLACING = ACTING.stream()
            .filter(policy -> !policy.guarded() && policy.replacement() != ReplacementPolicy.NEVER)
            .toList();

    final AwsDouble aws;
    private final SettableClock clock;
    private final Cluster first;
    private final Cluster second;

    /**
     * @param aws what stands in for AWS, on this clock
     */
    History(SettableClock clock, AwsDouble aws) {
        this.aws = aws;
        this.clock = clock;
        this.first = new Cluster(new Scene(clock, Scene.US, aws.jobs()), aws);
        this.second = new Cluster(new Scene(clock, Scene.STRANGER, aws.jobs()), aws);
        clusters().forEach(cluster -> cluster.scene.held = false);
    }

    List<Cluster> clusters() {
        return List.of(first, second);
    }

    static List<Move> of(long seed) {
        Random random = new Random(seed);
        List<Move> moves = new ArrayList<>();
        Step[] steps = Step.values();
        int length = 10 + random.nextInt(LONGEST);
        for (int i = 0; i < length; i++) {
            Step any = steps[random.nextInt(steps.length)];
            Step step = switch (random.nextInt(6)) {
                case 0, 1 -> Step.FOLLOW;
                case 2 -> OFTEN.get(random.nextInt(OFTEN.size()));
                default -> any;
            };
            moves.add(new Move(step, random.nextInt(3) > 0, random.nextInt(10_000)));
        }
        return moves;
    }

    void take(Move move) {
        Cluster cluster = move.first() ? first : second;
        if (!ofService(move.step(), move.number()) && !ofProcess(cluster, move.step(), move.number())) {
            ofPerson(cluster, move.step(), move.number());
        }
    }

    /** The faults end, and the credentials are right. */
    void heal() {
        aws.heal();
        clusters().forEach(cluster -> cluster.account = InMemorySyncJobs.ACCOUNT);
    }

    private boolean ofProcess(Cluster cluster, Step step, int n) {
        switch (step) {
            case PASS -> cluster.pass();
            case FOLLOW -> {
                for (int pass = 0; pass <= n % 4; pass++) {
                    cluster.follow();
                }
            }
            case CRASH -> cluster.crash();
            case RESTART -> cluster.scene.restart();
            case STALE_PASS -> cluster.stalePass();
            case WRONG_CREDENTIALS -> cluster.wrongCredentials();
            case RIGHT_CREDENTIALS -> cluster.account = InMemorySyncJobs.ACCOUNT;
            case API_SERVER_SILENT -> cluster.scene.owners.next(Owners.Standing.UNREADABLE);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void ofPerson(Cluster cluster, Step step, int n) {
        Scene scene = cluster.scene;
        if (step == Step.RECREATE_OBJECT) {
            cluster.recreate();
        } else if (!cluster.gone) {
            switch (step) {
                case EDIT_TAGS -> scene.edit(tags(n));
                case EDIT_ROLE -> scene.editRole(n % 2 == 0 ? Scene.ROLE : Scene.OTHER_ROLE);
                case EDIT_POLICY -> scene.edit(DeciderRows.POLICIES.get(n % DeciderRows.POLICIES.size()));
                case EDIT_POLICY_TO_ACT -> scene.edit(ACTING.get(n % ACTING.size()));
                case EDIT_POLICY_TO_REPLACE -> scene.edit(REPLACING.get(n % REPLACING.size()));
                case APPROVE -> scene.approve(Long.toString(scene.generation - (n % 4 == 0 ? 1 : 0)));
                case TOKEN -> scene.ask("token-" + n);
                case FORCE_RELEASE -> scene.forceRelease(n % 4 == 0 ? scene.us.uid() : "uid");
                case DELETE_OBJECT -> cluster.delete();
                default -> throw new IllegalArgumentException("nobody takes " + step);
            }
        }
    }

    private boolean ofService(Step step, int n) {
        Operation operation = OPERATIONS.get(n % OPERATIONS.size());
        Duration span = Duration.ofSeconds(1 + n % 40);
        switch (step) {
            case WAIT -> clock.advance(Duration.ofSeconds(n % 4000));
            case FAIL_BEFORE -> aws.next(operation, Fault.refused(KINDS.get(n % KINDS.size())));
            case FAIL_AFTER ->
                aws.next(operation, new Fault.After(n % 2 == 0 ? Fault.serverError() : Fault.noAnswer()));
            case CREATE_LATE -> aws.next(CREATE, new Fault.Late(Fault.noAnswer(), Duration.ofSeconds(n % 20)));
            case BUSY -> aws.next(operation, new Fault.Busy(span));
            case LAG -> aws.lag(Duration.ofSeconds(n % 30), Duration.ofSeconds(n % 45));
            default -> {
                return ofStranger(step, n);
            }
        }
        return true;
    }

    private boolean ofStranger(Step step, int n) {
        switch (step) {
            case JOB_DELETED -> job().ifPresent(job -> aws.delete());
            case JOB_VANISHES -> aws.actual().ifPresent(job -> aws.vanish());
            case JOB_FAILS -> job().ifPresent(job -> aws.fail());
            case JOB_SYNCED_NOTHING -> job().ifPresent(job -> aws.empty());
            case JOB_RETAGGED -> retag(foreign(n).tags());
            case JOB_STRIPPED -> retag(Map.of());
            case JOB_TORN -> torn(n);
            case JOB_TAGGED -> tagged(n % 2 == 0 ? "team" : "stray-" + n % 3);
            case STRANGER_CREATES -> {
                if (aws.actual().isEmpty()) {
                    aws.create(n % 2 == 0 ? Map.of() : foreign(n).tags());
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A third cluster, or an object of the first one that is not there. */
    private static Owner foreign(int n) {
        return n % 3 == 0 ? Scene.NEIGHBOUR : new Owner("cluster-c", "plant", "factory", "uid-c");
    }

    private void retag(Map<String, String> owner) {
        job().ifPresent(job -> {
            Map<String, String> tags = new HashMap<>(job.tags());
            tags.keySet().removeIf(Owner::marks);
            tags.putAll(owner);
            aws.retag(tags);
        });
    }

    /** One of the owner tags is lost. */
    private void torn(int n) {
        job().ifPresent(job -> {
            Map<String, String> tags = new HashMap<>(job.tags());
            tags.remove(List.copyOf(new TreeSet<>(Scene.US.tags().keySet())).get(n % 5));
            aws.retag(tags);
        });
    }

    private void tagged(String key) {
        job().ifPresent(job -> {
            Map<String, String> tags = new HashMap<>(job.tags());
            tags.put(key, "x");
            aws.retag(tags);
        });
    }

    private Optional<AwsDouble.Actual> job() {
        return aws.actual().filter(there -> !"DELETING".equals(there.state()));
    }

    private static Map<String, String> tags(int n) {
        Map<String, String> tags = new HashMap<>();
        for (int bit = 0; bit < 4; bit++) {
            if ((n >> bit & 1) == 1) {
                tags.put("key-" + bit, "value-" + n % 3);
            }
        }
        return tags;
    }
}
