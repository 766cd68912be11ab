package dev.twinmaker.syncjob.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a test sets of the in-memory service, and what it reads of what was done there. */
abstract class SettableService {

    /** The account that the tests are about. */
    static final String ACCOUNT = "123456789012";

    final List<Effect> journal = new ArrayList<>();
    final List<Operation> calls = new ArrayList<>();
    final SentCalls sent = new SentCalls();

    /** The account of the credentials in use. */
    String account = ACCOUNT;

    /** How long a reader does not see a new job or a new state. */
    Duration lag = Duration.ZERO;

    /** How long a reader does not see new tags. */
    Duration tagLag = Duration.ZERO;

    /** Whether jobs move on by themselves: CREATING, INITIALIZING, ACTIVE; DELETING, gone. */
    boolean moving;

    /** Whether the source is connected to one workspace at a time. */
    boolean oneJobInAll;

    final Set<String> missingWorkspaces = new HashSet<>();

    SettableService() {}

    /** The same settings, and nothing was called yet. */
    SettableService(SettableService other) {
        this.account = other.account;
        this.lag = other.lag;
        this.tagLag = other.tagLag;
        this.moving = other.moving;
        this.oneJobInAll = other.oneJobInAll;
        missingWorkspaces.addAll(other.missingWorkspaces);
    }

    long count(Operation operation) {
        return journal.stream()
                .filter(effect -> effect.operation() == operation)
                .count();
    }
}
