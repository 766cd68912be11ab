package dev.twinmaker.syncjob.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinmaker.syncjob.core.port.Desired;
import dev.twinmaker.syncjob.core.port.Failure;
import dev.twinmaker.syncjob.core.port.Owner;
import dev.twinmaker.syncjob.core.port.Owners;
import dev.twinmaker.syncjob.core.port.Policy;
import dev.twinmaker.syncjob.core.port.SyncJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A random history of objects in three namespaces, of accesses to four accounts that come, change and go, and of watches
 * that lag behind. Every write is judged at the moment of it, by what the admins have really written.
 */
final class AccessHistory implements ManyAccounts.Judge {

    private static final List<String> NAMESPACES = List.of("plant", "barn", "yard");
    private static final List<String> ACCOUNTS =
            List.of(Admins.OPERATOR, "111111111111", "222222222222", "333333333333");
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final Operation[] WRITES = {Operation.CREATE, Operation.TAG, Operation.UNTAG, Operation.DELETE};

    private final SplittableRandom random;
    private final SettableClock clock = new SettableClock(Scene.START);
    private final InMemorySyncJobs jobs = new InMemorySyncJobs(clock);
    private final ManyAccounts service = new ManyAccounts(jobs, this);
    private final Admins admins;
    private final List<Tenant> tenants = new ArrayList<>();
    private final Map<String, Set<String>> createdIn = new HashMap<>();

    /** How many writes of each kind there were, and how many passes the live word ended. */
    final Map<Operation, Integer> writes = new EnumMap<>(Operation.class);

    int outdated;

    AccessHistory(long seed) {
        this.random = new SplittableRandom(seed);
        this.admins = new Admins(random.nextInt(4) == 0);
        jobs.moving = true;
        for (int i = 0; i < 4; i++) {
            String namespace = NAMESPACES.get(i % NAMESPACES.size());
            Owner owner = new Owner("cluster-a", namespace, "object-" + i, "uid-" + i);
            tenants.add(new Tenant(new Scene(clock, owner, service), admins, service));
        }
        admins.live.put("a", rule("a"));
        admins.showAll();
    }

    void play(int moves) {
        for (int move = 0; move < moves; move++) {
            take();
        }
    }

    private void take() {
        Tenant tenant = tenants.get(random.nextInt(tenants.size()));
        int move = random.nextInt(100);
        if (move < 60) {
            pass(tenant);
        } else if (move < 70) {
            edits(random.nextInt(10));
        } else if (move < 76) {
            admins.show(any(NAMES));
        } else if (move < 80) {
            admins.showAll();
        } else if (move < 92) {
            person(tenant, move);
        } else {
            nature(tenant, move);
        }
    }

    private void pass(Tenant tenant) {
        if (random.nextInt(8) == 0) {
            service.meanwhile = () -> edits(random.nextInt(10));
        }
        if (random.nextInt(6) == 0) {
            service.afterwards = tenant::goes;
        }
        if (!tenant.gone) {
            outdated += tenant.pass().outdated() ? 1 : 0;
        }
        service.afterwards = () -> {};
        tenant.takeBack();
        service.meanwhile = () -> {};
        noObjectHasJobsInTwoAccounts();
    }

    /** An admin writes, edits or deletes an access, or labels a namespace. */
    private void edits(int what) {
        String name = any(NAMES);
        switch (what) {
            case 0 -> admins.live.remove(name);
            case 1 -> admins.live.computeIfPresent(name, (key, rule) -> rule.goes());
            case 2 -> {
                String namespace = any(NAMESPACES);
                if (!admins.labelled.remove(namespace)) {
                    admins.labelled.add(namespace);
                }
            }
            default -> admins.live.put(name, rule(name));
        }
    }

    /** Most accesses are of use, so that something is written at all. */
    private Admins.Rule rule(String name) {
        Set<String> namespaces = new HashSet<>(Set.of(any(NAMESPACES)));
        if (random.nextInt(3) == 0) {
            namespaces.add(any(NAMESPACES));
        }
        boolean narrow = random.nextInt(4) == 0;
        Admins.Reach[] reaches = Admins.Reach.values();
        return new Admins.Rule(
                name,
                namespaces,
                random.nextInt(4) == 0,
                any(ACCOUNTS),
                random.nextInt(3) == 0 ? "second" : "first",
                narrow ? reaches[random.nextInt(reaches.length)] : Admins.Reach.ALL,
                random.nextBoolean(),
                false,
                random.nextInt(12) == 0);
    }

    private void person(Tenant tenant, int move) {
        Scene scene = tenant.scene;
        switch (move) {
            case 80, 81, 82 -> scene.edit(random.nextBoolean() ? Map.of("team", "red") : Map.of("cost", "7"));
            case 83 -> scene.editRole(random.nextBoolean() ? Scene.ROLE : Scene.OTHER_ROLE);
            case 84, 85 ->
                scene.edit(any(List.of(Policy.DEFAULT, Policies.RETAIN, Policies.ADOPT, Policies.AUTOMATIC)));
            case 86, 87, 88 -> tenant.delete();
            default -> tenant.recreate();
        }
    }

    private void nature(Tenant tenant, int move) {
        switch (move) {
            case 92 -> admins.readable = !admins.readable;
            case 93 -> {
                admins.filled = false;
                tenants.forEach(each -> each.scene.restart());
            }
            case 94, 95 -> admins.filled = true;
            case 96 -> tenant.scene.owners.next(Owners.Standing.UNREADABLE);
            case 97 -> jobs.next(WRITES[random.nextInt(WRITES.length)], new Fault.After(Fault.noAnswer()));
            case 98 -> jobs.next(Operation.LOOK, Fault.refused(Failure.Kind.UNAVAILABLE));
            default -> clock.advance(Duration.ofSeconds(random.nextInt(600)));
        }
    }

    @Override
    public void called(SyncJobs.Caller caller) {
        assertThat(admins.filled).as("a call while nothing is known").isTrue();
    }

    @Override
    public void wrote(Operation operation, String account, String identity, SyncJobs.Caller caller) {
        writes.merge(operation, 1, Integer::sum);
        Tenant tenant =
                tenants.stream().filter(each -> each.acting != null).findFirst().orElseThrow();
        Desired desired = tenant.acting;
        assertThat(caller.uid()).isEqualTo(desired.owner().uid());
        assertThat(admins.judge(desired))
                .as("as whom a %s is made for %s, while there is %s", operation, desired, admins.live.values())
                .contains(identity);
        String recorded = tenant.scene.us.uid().equals(caller.uid()) ? tenant.scene.status.accountId() : account;
        assertThat(recorded == null && operation != Operation.CREATE ? account : recorded)
                .as("the recorded account, when a %s is made", operation)
                .isEqualTo(account);
        assertThat(caller.account().orElse(account)).isEqualTo(account);
        if (operation == Operation.CREATE) {
            createdIn.computeIfAbsent(caller.uid(), uid -> new HashSet<>()).add(account);
            assertThat(createdIn.get(caller.uid()))
                    .as("accounts that it created in")
                    .hasSize(1);
        }
    }

    private void noObjectHasJobsInTwoAccounts() {
        Set<Owner> owners = new HashSet<>();
        for (String account : ACCOUNTS) {
            jobs.at(account, Scene.IDENTITY)
                    .flatMap(job -> Owner.in(job.tags))
                    .ifPresent(owner ->
                            assertThat(owners.add(owner)).as("%s", owner).isTrue());
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
