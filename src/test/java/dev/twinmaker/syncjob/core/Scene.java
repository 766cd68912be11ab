package dev.twinmaker.syncjob.core;

import dev.twinmaker.syncjob.core.decision.Findings;
import dev.twinmaker.syncjob.core.decision.Memory;
import dev.twinmaker.syncjob.core.decision.Ownership;
import dev.twinmaker.syncjob.core.decision.Remembered;
import dev.twinmaker.syncjob.core.decision.Timing;
import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Grants;
import dev.twinmaker.syncjob.core.port.Identity;
import dev.twinmaker.syncjob.core.port.Observation;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Sibling;
import dev.twinmaker.syncjob.core.port.Siblings;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One SyncJob, the service and the API server around it, and passes over it. Every pass obeys {@link StatusLaws}. */
final class Scene extends EditedObject {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant CREATED = Instant.parse("2026-03-01T11:30:00Z");
    static final Identity IDENTITY = new Identity("eu-central-1", "factory", "SITEWISE");
    static final String ROLE = "arn:aws:iam::123456789012:role/sync";
    static final String OTHER_ROLE = "arn:aws:iam::123456789012:role/other";
    static final Owner US = new Owner("cluster-a", "plant", "factory", "uid-1");
    static final Owner PREDECESSOR = new Owner("cluster-a", "plant", "factory", "uid-0");
    static final Owner NEIGHBOUR = new Owner("cluster-a", "other", "factory", "uid-7");
    static final Owner STRANGER = new Owner("cluster-b", "plant", "factory", "uid-9");

    private static final int PATIENCE = 50;

    final InMemorySyncJobs jobs;
    private final SyncJobs service;
    final List<Change> changes = new ArrayList<>();

    List<Sibling> rivals = List.of();
    Optional<Sibling> holder = Optional.empty();
    Grants grants = Grants.OPERATOR;

    Memory memory = Memory.NONE;
    Instant leadingSince = START.minus(Duration.ofHours(1));
    int writes;

    private @Nullable Report last;

    Scene() {
        this(new SettableClock(START));
    }

    private Scene(SettableClock clock) {
        this(clock, US, new InMemorySyncJobs(clock));
    }

    private Scene(SettableClock clock, Owner owner, InMemorySyncJobs jobs) {
        this(clock, owner, jobs, jobs);
    }

    /** Another object, with an API server of its own, before the same service. */
    Scene(Scene beside, Owner owner) {
        this(beside.clock, owner, beside.service, beside.jobs);
    }

    /** An object before another service; the in-memory one is idle. */
    Scene(SettableClock clock, Owner owner, SyncJobs service) {
        this(clock, owner, service, new InMemorySyncJobs(clock));
    }

    private Scene(SettableClock clock, Owner owner, SyncJobs service, InMemorySyncJobs jobs) {
        super(clock, owner);
        this.jobs = jobs;
        this.service = service;
    }

    /** A copy before a copy of the service, which has been told nothing and waits for nothing. */
    Scene(Scene other, SettableClock clock, InMemorySyncJobs jobs) {
        super(other, clock);
        this.jobs = jobs;
        this.service = jobs;
        this.rivals = other.rivals;
        this.holder = other.holder;
        this.grants = other.grants;
        this.memory = other.memory;
        this.leadingSince = other.leadingSince;
    }

    /** An object whose job is ACTIVE and as specified. */
    static Scene steady() {
        Scene scene = new Scene();
        scene.created();
        scene.state("ACTIVE");
        scene.follow();
        scene.notices.clear();
        scene.writes = 0;
        return scene;
    }

    /** The create was sent and answered. */
    Scene created() {
        passUntil(() -> jobs.count(Operation.CREATE) > 0, this::follow);
        return this;
    }

    /** Passes until something has come; an {@link AssertionError} if it does not. How many it took. */
    static int passUntil(BooleanSupplier there, Runnable pass) {
        for (int passes = 0; passes < PATIENCE; passes++) {
            if (there.getAsBoolean()) {
                return passes;
            }
            pass.run();
        }
        throw new AssertionError("it has not come in " + PATIENCE + " passes");
    }

    Remembered remembered() {
        return new Remembered(status, memory, leadingSince);
    }

    Findings findings(Observation seen, Ownership ownership) {
        return new Findings(
                desired(), remembered(), seen, ownership, Optional.empty(), Timing.DEFAULT, clock.instant());
    }

    Report pass() {
        return take(run());
    }

    private Siblings siblings() {
        return new Siblings() {
            @Override
            public List<Sibling> rivals(Desired desired) {
                return rivals;
            }

            @Override
            public Optional<Sibling> holder(Desired desired) {
                return holder;
            }
        };
    }

    /** A pass whose process dies before anything of its result is written. */
    void passAndCrash() {
        run();
        restart();
    }

    Report defect(String what) {
        return take(new Pass(service, owners, siblings(), grants, Timing.DEFAULT, clock)
                .defect(desired(), remembered(), what));
    }

    private Report run() {
        return passOver(desired(), remembered());
    }

    /** A pass over this view of the object, whose report nobody takes. */
    Report passOver(Desired view, Remembered memories) {
        return new Pass(service, owners, siblings(), grants, Timing.DEFAULT, clock).run(view, memories);
    }

    private Report take(Report report) {
        StatusLaws.check(status, report, desired());
        if (!report.outdated()) {
            writes += report.status().equals(status) ? 0 : 1;
            status = report.status();
            notices.addAll(report.notices());
        }
        changes.addAll(report.changes());
        memory = report.memory();
        if (report.release()) {
            held = false;
        }
        last = report;
        return report;
    }

    /** Waits as long as the last pass said, and makes the next one. */
    Report follow() {
        if (last != null) {
            clock.advance(last.next());
        }
        return pass();
    }

    void follow(int passes) {
        for (int i = 0; i < passes; i++) {
            follow();
        }
    }

    Report after(Duration span) {
        clock.advance(span);
        return pass();
    }

    Report afterSeconds(long seconds) {
        return after(Duration.ofSeconds(seconds));
    }

    void restart() {
        memory = Memory.NONE;
        leadingSince = clock.instant();
        last = null;
    }

    StoredJob job() {
        return jobs.at(IDENTITY).orElseThrow();
    }

    void state(String word) {
        job().enter(word, clock.instant(), Duration.ZERO);
    }

    void retag(Map<String, String> real) {
        job().retag(real, clock.instant(), Duration.ZERO);
    }

    /** The object is gone, and another one of its name is there. */
    void recreate(String uid) {
        madeAnew(uid);
        memory = Memory.NONE;
        last = null;
    }
}
