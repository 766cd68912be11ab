package dev.twinmaker.syncjob.core.port;

/** Who may act where, and as whom: what admins have written. Safe for use by many threads. */
public interface Grants {

    /** Everything is allowed, as the operator: what holds while accesses are not in use. */
    Grants OPERATOR = new Grants() {
        @Override
        public Grant of(Desired desired) {
            return Grant.OPERATOR;
        }

        @Override
        public Grant live(Desired desired) {
            return Grant.OPERATOR;
        }
    };

    /** By what the watches show, which may lag. */
    Grant of(Desired desired);

    /**
     * By the API server's own word about what the grant rests on, read past every cache; {@link Grant.Unseen} where it
     * could not be read. Where this differs from {@link #of}, the watches are behind.
     */
    Grant live(Desired desired);
}
