package dev.twinmaker.syncjob.core.port;

/** The API server's own word about objects, read past every cache. Safe for use by many threads. */
public interface Owners {

    /** What the API server says. */
    enum Standing {
        /** Same uid, same generation, and deletion is as asked for as it was. */
        CURRENT,
        /** Same uid, but edited or marked for deletion since. */
        CHANGED,
        /** Not there. */
        GONE,
        /** Another object has the name now. */
        REPLACED,
        /** It could not be read. */
        UNREADABLE
    }

    /** How the object that this pass began with stands now. */
    Standing standing(Desired desired);

    /**
     * Whether the API server says that no object of that namespace, name and uid is there. An object that may not or
     * cannot be read counts as there.
     */
    boolean gone(Owner owner);
}
