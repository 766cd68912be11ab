package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.api.Condition;
import dev.twinmaker.syncjob.api.Replacement;
import dev.twinmaker.syncjob.api.SyncJobStatus;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Situation;
import dev.twinmaker.syncjob.core.decision.Texts;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.Sibling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What tells one {@link World} from another. Two worlds with one fingerprint do the same after every move, so that one of
 * them stands for both. What is left out, and why that is no loss:
 *
 * <ul>
 *   <li>The time of day. Every time stands as its age, and an age of more than all that the core ever compares that time
 *       with is one and the same: it stays so however much time goes by. Only the next due pass depends on the time of
 *       day, and no move does: a pass may come at any time here.
 *   <li>The day within which a job counts as vanishing again, and the hour after which a job without owner tags is a
 *       grown one: no path takes that long, see {@link Exploration}.
 *   <li>The age of a job, unless it came in place of another: it counts for the pause before the second and the third one
 *       alone, and here for whether a look may miss it.
 *   <li>Which incarnation of a job, and of an object, it is: creation times and uids are only ever compared for equality.
 *       The former are numbered as they turn up, the latter are that of the present object or of an earlier one.
 *   <li>Generations other than the present one: they are only ever compared with that, and it only rises.
 *   <li>Reasons but those of Stalled, messages, when a condition changed, drift, the calls of a plan, the counts of polls,
 *       failures and events: nothing is decided by them where no look fails and nobody is asked for an approval.
 *   <li>When an object was made: of two of one cluster it counts which is older, and whether the next one of the other's
 *       name could be as old.
 *   <li>The proof of a look with tags: whoever writes has made such a look in the same pass.
 *   <li>All of an object that is gone but what the next one of its name takes over, if there may be one.
 *   <li>Which of two clusters is which: nothing is decided by their names.
 * </ul>
 */
final class Fingerprint {

    private static final Timing TIMING = Timing.DEFAULT;
    private static final Duration EARLIER_PROCESS = TIMING.settle().plus(Timing.PATIENCE);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(20);

    /** The states of a poll that decide whether the tags are read. */
    private static final Set<String> POLLED = Set.of(
            Situation.DELETION.name(),
            Situation.JOB_CREATING.name(),
            Situation.JOB_INITIALIZING.name(),
            Situation.REPLACING.name());

    private final StringBuilder text = new StringBuilder(300);
    private final List<String> births = new ArrayList<>(4);
    private final World world;
    private final List<Party> parties;
    private final Instant now;

    private Fingerprint(World world, List<Party> parties) {
        this.world = world;
        this.parties = parties;
        this.now = world.clock.instant();
    }

    /** All but the budget. */
    static String of(World world) {
        String straight = new Fingerprint(world, world.parties).text();
        if (world.oneCluster || world.parties.size() < 2) {
            return straight;
        }
        List<Party> turned = List.of(world.parties.get(1), world.parties.get(0));
        String around = new Fingerprint(world, turned).text();
        return straight.compareTo(around) < 0 ? straight : around;
    }

    private String text() {
        Optional<StoredJob> job = world.jobs.at(Scene.IDENTITY);
        job.ifPresent(this::job);
        flag(world.jobs.lag.isZero());
        world.jobs.underWay().forEach(create -> {
            add(create.roleArn()).add(tags(create.tags())).add(Duration.between(now, create.due()));
        });
        parties.forEach(this::party);
        parties.forEach(this::predecessor);
        byAge(parties.stream().map(party -> party.scene));
        byAge(parties.stream()
                .map(party -> party.predecessor)
                .filter(Objects::nonNull)
                .map(before -> before.view));
        return text.toString();
    }

    private void job(StoredJob job) {
        Duration step = switch (job.state) {
            case "CREATING", "INITIALIZING" -> Duration.ofSeconds(5);
            case "DELETING" -> Duration.ofSeconds(25);
            default -> Duration.ZERO;
        };
        birth(Texts.precise(job.created));
        add(job.state).add(job.roleArn).add(tags(job.tags));
        age(job.updated, step);
        boolean successor = parties.stream()
                .filter(party -> !party.gone)
                .map(party -> recorded(party.scene).jobCreated())
                .anyMatch(before -> before != null && !before.equals(Texts.precise(job.created)));
        age(job.created, successor ? LONGEST_PAUSE : Party.READERS_LAG);
        job.hidden(now, this::tags).ifPresent(this::add);
    }

    /** Which of two objects of one cluster is the older one. */
    private void byAge(Stream<Scene> scenes) {
        List<Sibling> siblings =
                scenes.map(scene -> Sibling.of(scene.desired())).toList();
        if (world.oneCluster && siblings.size() == 2) {
            flag(Sibling.BY_AGE.compare(siblings.get(0), siblings.get(1)) < 0);
        }
    }

    /** The owner by its place, and whether it is the present one. */
    private String tags(Map<String, String> tags) {
        Optional<Owner> owner = Owner.in(tags);
        StringBuilder told = new StringBuilder();
        tags.entrySet().stream().filter(tag -> !Owner.marks(tag.getKey())).forEach(told::append);
        owner.ifPresent(named -> told.append(place(named)));
        return told.toString();
    }

    private String place(Owner owner) {
        for (int i = 0; i < parties.size(); i++) {
            Owner party = parties.get(i).scene.us;
            if (owner.cluster().equals(party.cluster()) && owner.sameNameAs(party)) {
                return "#" + i + owner.uid().equals(party.uid());
            }
        }
        return owner.cluster();
    }

    private static Replacement recorded(Scene scene) {
        Replacement record = scene.status.replacement();
        return record == null || record.generation() != scene.generation ? new Replacement(0, null, 0) : record;
    }

    private void party(Party party) {
        Scene scene = party.scene;
        text.append('\n');
        flag(party.gone);
        boolean counts = !party.gone || world.budget.after(Deed.RECREATE.cost).isPresent();
        if (counts) {
            flag(world.oneCluster && scene.born.equals(now));
            spec(scene);
            age(scene.leadingSince, EARLIER_PROCESS);
        }
        if (!party.gone) {
            object(scene);
        }
    }

    private void spec(Scene scene) {
        Policy policy = scene.policy;
        add(scene.roleArn).add(policy.deletion()).add(policy.adoption()).add(policy.replacement());
        flag(policy.suspended());
    }

    private void object(Scene scene) {
        flag(scene.held);
        flag(scene.deleting());
        status(scene);
        memory(scene.memory, scene);
    }

    /** How far its view is behind, and until when it matters. */
    private void predecessor(Party party) {
        Predecessor before = party.predecessor;
        text.append('\n');
        if (before == null || !before.acts()) {
            return;
        }
        Scene real = party.scene;
        Scene view = before.view;
        add(Duration.between(now, before.ends)).add(real.generation - view.generation);
        flag(real.us.equals(view.us));
        flag(SceneSnapshot.of(real).equals(SceneSnapshot.of(view)));
        spec(view);
        age(view.leadingSince, EARLIER_PROCESS);
        object(view);
    }

    private void status(Scene scene) {
        SyncJobStatus status = scene.status;
        present(status.observedGeneration(), scene);
        flag(status.arn() == null);
        add(status.state() == null || "DELETING".equals(status.state()) ? status.state() : "some");
        flag(status.region() == null);
        flag(status.accountId() == null);
        birth(status.creationDateTime());
        add(status.tagKeys());
        flag(status.plan().isEmpty());
        Replacement record = recorded(scene);
        add(record.count());
        birth(record.jobCreated());
        began(scene);
        for (Condition condition : status.conditions()) {
            boolean stalled = Condition.STALLED.equals(condition.type());
            add(condition.type()).add(stalled ? condition.reason() : condition.status());
            present(condition.observedGeneration(), scene);
        }
    }

    /** A record of an earlier generation still tells that the job of the status was about to be replaced. */
    private void began(Scene scene) {
        Replacement record = scene.status.replacement();
        flag(record == null);
        birth(record == null ? null : record.jobCreated());
    }

    private void memory(Memory memory, Scene scene) {
        flag(memory.equals(Memory.NONE));
        add(POLLED.contains(String.valueOf(memory.pollState())) ? memory.pollState() : "other");
        age(memory.createSent(), memory.createMayRun() ? TIMING.settle() : Duration.ZERO);
        age(memory.conflictSince(), Timing.PATIENCE);
        age(memory.absentSince(), TIMING.settle());
        age(memory.unclaimedSince(), Timing.PATIENCE);
        age(memory.vanishedAt(), memory.vanishes() < 2 ? Duration.ZERO : Duration.ofMinutes(10));
        age(memory.adoptSent(), Timing.PATIENCE);
        add(Math.min(memory.looksSinceTags(), Memory.LOOKS_WITHOUT_TAGS)).add(memory.vanishes());
        flag(memory.createMayRun());
        flag(memory.jobSeen());
        flag(Objects.equals(memory.vanishedJob(), scene.status.creationDateTime()));
        flag(memory.disowned());
        flag(memory.observed());
        flag(memory.heldHere());
        counted(memory, scene);
    }

    private void counted(Memory memory, Scene scene) {
        String of = memory.tallyOf();
        boolean present = of != null && of.startsWith(scene.generation + "/");
        birth(of == null || !present ? null : of.substring(of.indexOf('/') + 1));
    }

    private void present(@Nullable Long generation, Scene scene) {
        boolean none = generation == null || generation < 0;
        add(none ? "none" : Objects.equals(generation, scene.generation));
    }

    private void age(@Nullable Instant since, Duration longest) {
        if (since == null) {
            add("-");
            return;
        }
        Duration age = Duration.between(since, now);
        add((age.compareTo(longest) > 0 ? longest : age).toMillis());
    }

    private void birth(@Nullable String created) {
        if (created == null) {
            add("-");
            return;
        }
        if (!births.contains(created)) {
            births.add(created);
        }
        add(births.indexOf(created));
    }

    private void flag(boolean value) {
        text.append(value ? '+' : '-');
    }

    private Fingerprint add(@Nullable Object value) {
        text.append(value).append(' ');
        return this;
    }
}
